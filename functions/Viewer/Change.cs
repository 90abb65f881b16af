using LiveView.Core.Canonical;
using LiveView.Core.Recovery;
using LiveView.Core.Topics;

namespace LiveView.Viewer;

/// <summary>What a viewer is shown next.</summary>
/// <param name="Position">Where the tier stands.</param>
/// <param name="Whole">The state was given as a whole: versions before it may have been skipped, and what was shown of a log is replaced.</param>
/// <param name="Entries">The new entries of a log, canonical; none of a document.</param>
/// <param name="Hash">The hash of what is shown.</param>
/// <param name="Missing">What cannot be shown any more; null when nothing is missing.</param>
public sealed record Change(Position Position, bool Whole, IReadOnlyList<ReadOnlyMemory<byte>> Entries, string Hash, Missing? Missing)
{
    /// <summary>The document of a state tier after the change, canonical; empty of a log.</summary>
    public ReadOnlyMemory<byte> Document { get; init; } = CanonicalJson.Empty;

    /// <summary>When it was committed, by the server's clock; null when the server did not say.</summary>
    public DateTimeOffset? Committed { get; init; }

    /// <summary>The changes of a log just before this one, by their offsets, that this reader was too slow to take; null when it took all.</summary>
    public (long From, long To)? Unread { get; init; }
}
