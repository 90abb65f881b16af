namespace LiveView.Core.Flow;

/// <summary>How far the hub has been folded into a topic: the place of the last Raw that was.</summary>
/// <param name="Partition">The hub partition.</param>
/// <param name="Sequence">The sequence number in it.</param>
/// <param name="Enqueued">When the hub took it.</param>
public readonly record struct Fence(string Partition, long Sequence, DateTimeOffset Enqueued)
{
    /// <summary>
    /// Whether a Raw at <paramref name="place"/> was folded before. Sequence numbers tell it while the hub lives; a hub that was
    /// re-created counts from 0 again, and one with another number of partitions moves the topic: then the hub's own clock tells.
    /// </summary>
    public bool Covers(Fence place) =>
        place.Enqueued <= Enqueued && (place.Partition != Partition || place.Sequence <= Sequence);
}
