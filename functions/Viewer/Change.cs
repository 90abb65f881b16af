using LiveView.Core.Recovery;
using LiveView.Core.Topics;

namespace LiveView.Viewer;

/// <summary>What a viewer is shown next.</summary>
/// <param name="Position">Where the tier stands.</param>
/// <param name="Whole">The state was given as a whole: versions before it may have been skipped.</param>
/// <param name="Entries">The new entries of a log, canonical; none of a document.</param>
/// <param name="Hash">The hash of what is shown.</param>
/// <param name="Missing">What cannot be shown any more; null when nothing is missing.</param>
public sealed record Change(Position Position, bool Whole, IReadOnlyList<ReadOnlyMemory<byte>> Entries, string Hash, Missing? Missing);
