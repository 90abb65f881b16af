using LiveView.Core.Topics;

namespace LiveView.Core.Flow;

/// <summary>What one transaction writes: the next head, the new updates, and the old updates that leave the window.</summary>
/// <param name="Head">Replaces the head it was folded from.</param>
/// <param name="Updates">At most one a tier.</param>
/// <param name="Trails">What leads back from each of them, by the tier's name.</param>
/// <param name="Trimmed">Updates to delete: tier name and offset.</param>
public sealed record Commit(
    Head Head, IReadOnlyList<Update> Updates, IReadOnlyDictionary<string, Trail> Trails, IReadOnlyList<(string Tier, long Offset)> Trimmed);
