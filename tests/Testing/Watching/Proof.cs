using LiveView.Core.Canonical;
using LiveView.Core.Topics;
using LiveView.Viewer;

namespace LiveView.Testing.Watching;

/// <summary>Proves the promise on what a viewer is shown, change by change, and remembers no more than the last: nothing left out, each state by its hash.</summary>
public sealed class Proof
{
    /// <summary>Where the viewer is; null before the first change.</summary>
    public Position? Position { get; private set; }

    /// <summary>The hash of what is shown, of our own making.</summary>
    public string Hash { get; private set; } = StateHash.Origin;

    /// <summary>Takes note of a change.</summary>
    /// <returns>What of it would break the promise.</returns>
    public IReadOnlyList<string> Take(Change change)
    {
        List<string> faults = [];
        if (change.Missing is { } missing)
            faults.Add($"A gap was declared: {missing}.");
        if (Position is { } last && !change.Whole && change.Position.Offset != last.Offset + 1)
            faults.Add($"{change.Position} was shown after {last}.");
        Hash = change switch
        {
            { Entries.Count: 0 } => StateHash.Of(change.Document.Span),
            { Whole: true } => change.Hash, // the tail of a log proves itself with its next entry
            _ => change.Entries.Aggregate(Hash, static (hash, entry) => StateHash.Chain(hash, entry.Span)),
        };
        if (Hash != change.Hash)
            faults.Add($"{change.Position} hashes to {Hash}, not {change.Hash}.");
        Position = change.Position;
        return faults;
    }
}
