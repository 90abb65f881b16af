using LiveView.Core.Flow;
using LiveView.Core.Topics;

namespace LiveView.Core.Tests.Flow;

/// <summary>A table of one topic: takes commits as the store does, and refuses what no store could do.</summary>
internal sealed class Kept
{
    private readonly Dictionary<(string Tier, long Offset), (Update Update, Trail Trail)> _rows = [];

    public Head? Head { get; private set; }

    public (Update Update, Trail Trail) this[string tier, long offset] => _rows[(tier, offset)];

    public IEnumerable<long> Offsets(string tier) => _rows.Keys.Where(row => row.Tier == tier).Select(static row => row.Offset).Order();

    public void Take(Commit commit)
    {
        Assert.True(1 + commit.Updates.Count + commit.Trimmed.Count <= 100);
        foreach (var update in commit.Updates)
            _rows.Add((update.Tier.Name, update.Position.Offset), (update, commit.Trails[update.Tier.Name]));
        foreach (var row in commit.Trimmed)
            Assert.True(_rows.Remove(row), $"{row} was not there.");
        Head = commit.Head;
    }
}
