namespace LiveView.Cloud.EventHubs;

/// <summary>An event that no request can hold.</summary>
/// <param name="size">Bytes that the smallest request with it would take.</param>
/// <param name="limit">Most bytes of a request.</param>
public sealed class EventTooLargeException(long size, long limit)
    : ArgumentException($"The event takes {size} bytes on the wire; {limit} is the most.")
{
    public long Size { get; } = size;

    public long Limit { get; } = limit;
}
