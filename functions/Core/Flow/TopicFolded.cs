namespace LiveView.Core.Flow;

/// <summary>What a batch made of one topic. Every delivery is in exactly one of the five, or in the rest.</summary>
/// <param name="Commit">What to write; null when nothing changed.</param>
/// <param name="Folded">Deliveries that changed the state.</param>
/// <param name="Unchanged">Deliveries that said nothing new.</param>
/// <param name="Repeated">Deliveries that had been folded before.</param>
/// <param name="Overtaken">Deliveries of a poll that a later one had overtaken.</param>
/// <param name="DeadLetters">Deliveries that were not taken.</param>
public sealed record TopicFolded(Commit? Commit, int Folded, int Unchanged, int Repeated, int Overtaken, IReadOnlyList<DeadLetter> DeadLetters)
{
    /// <summary>Deliveries that one commit has no room for; they are folded on top of it.</summary>
    public IReadOnlyList<Delivery> Rest { get; init; } = [];
}
