namespace LiveView.Local.EventHubs;

/// <summary>One event as a partition keeps it.</summary>
/// <param name="SequenceNumber">Contiguous within the partition, from 0.</param>
/// <param name="Offset">The event's place in the partition's bytes; grows, and is unique in the partition.</param>
/// <param name="EnqueuedTime">When the partition took it, UTC.</param>
/// <param name="Data">What the sender handed in.</param>
internal sealed record StoredEvent(long SequenceNumber, long Offset, DateTimeOffset EnqueuedTime, EventData Data);
