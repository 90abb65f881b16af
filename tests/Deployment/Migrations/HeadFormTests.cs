using System.Collections.Immutable;
using System.Text;
using LiveView.Cloud.Tables;
using LiveView.Core.Feeds;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Handler.State;

namespace LiveView.Deployment.Tests.Migrations;

/// <summary>Heads of an earlier form are read, and written anew in the present one.</summary>
public sealed class HeadFormTests
{
    [Fact]
    public void A_head_from_before_runs_were_numbered_is_read_and_has_heard_nobody()
    {
        var row = Before();
        var head = HeadRow.Read(row).Head;
        Assert.Empty(head.Turns);
        Assert.Equal("""{"home":{"points":2}}""", Encoding.UTF8.GetString(head.State.Documents["score"].Span));
        Assert.Equal(7, head.Tiers["score"].Position.Offset);
    }

    [Fact]
    public void What_was_read_from_an_earlier_form_is_the_same_when_it_is_written_and_read_again()
    {
        var head = HeadRow.Read(Before()).Head;
        var again = HeadRow.Read(HeadRow.Write(head, listedAs: null)).Head;
        Assert.Equal(head.Tiers.AsEnumerable(), again.Tiers);
        Assert.Equal(head.Fence, again.Fence);
        Assert.True(head.State.Documents["score"].Span.SequenceEqual(again.State.Documents["score"].Span));
    }

    [Fact]
    public void A_head_of_a_later_version_is_refused_and_its_form_named()
    {
        var row = Before();
        row["Schema"] = 99;
        Assert.Contains("99", Assert.Throws<FormatException>(() => HeadRow.Read(row)).Message, StringComparison.Ordinal);
    }

    /// <summary>As rows were until decision 0007: form 1, and no column for turns.</summary>
    private static TableEntity Before()
    {
        var at = new DateTimeOffset(2026, 11, 21, 4, 0, 0, TimeSpan.Zero);
        var head = new Head
        {
            Topic = Topic.Parse("sports:nba.1"),
            State = new()
            {
                Title = "Boston – Los Angeles",
                Phase = Phase.Live,
                Documents = ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty.Add("score", Encoding.UTF8.GetBytes("""{"home":{"points":2}}""")),
            },
            Fence = new("0", 41, at),
            Turns = ImmutableSortedDictionary<string, long>.Empty.Add("sports|espn|basketball|nba", 3),
            Tiers = ImmutableSortedDictionary<string, TierHead>.Empty.Add(
                "score",
                new() { Kind = TierKind.State, Position = new("6f2a", 7), First = 1, Published = 7, Hash = "0123456789abcdef", At = new(null, at, at) }),
            CommitId = "c1",
            Updated = at,
        };
        var row = HeadRow.Write(head, listedAs: null);
        row.Remove("Turns");
        return row;
    }
}
