namespace LiveView.Handler.Invocation;

/// <summary>One event of a batch.</summary>
/// <param name="Body">Its bytes.</param>
/// <param name="Sequence">Its sequence number in the partition.</param>
/// <param name="Enqueued">When the hub took it.</param>
internal readonly record struct HubEvent(ReadOnlyMemory<byte> Body, long Sequence, DateTimeOffset Enqueued);
