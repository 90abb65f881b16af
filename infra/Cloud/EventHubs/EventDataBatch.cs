using System.Buffers;

namespace LiveView.Cloud.EventHubs;

/// <summary>
/// Events for one partition, already as they go on the wire: <c>[{"Body":"…","UserProperties":{…}},…]</c>. What does not fit any more is
/// refused, so a batch can always be sent.
/// </summary>
public sealed class EventDataBatch : IDisposable
{
    private const int Brackets = 2;
    private readonly ArrayBufferWriter<byte> _json = new();

    internal EventDataBatch(long maximumSizeInBytes, string? partitionKey, int? partition)
    {
        (MaximumSizeInBytes, PartitionKey, Partition) = (maximumSizeInBytes, partitionKey, partition);
        _json.Write("["u8);
    }

    public long MaximumSizeInBytes { get; }

    /// <summary>Bytes of the request as it stands.</summary>
    public long SizeInBytes => _json.WrittenCount + 1;

    public int Count { get; private set; }

    /// <summary>Null when the service picks.</summary>
    internal int? Partition { get; }

    private string? PartitionKey { get; }

    /// <summary>Adds an event, or leaves the batch as it was when it is full.</summary>
    /// <exception cref="EventTooLargeException">No batch of this size can hold the event.</exception>
    /// <exception cref="ArgumentException">The body is not UTF-8, or a property has a type that JSON does not keep.</exception>
    public bool TryAdd(EventData eventData)
    {
        var json = EventJson.Write(eventData, PartitionKey);
        if (json.Length + Brackets > MaximumSizeInBytes)
            throw new EventTooLargeException(json.Length + Brackets, MaximumSizeInBytes);
        var comma = Count == 0 ? 0 : 1;
        if (SizeInBytes + comma + json.Length > MaximumSizeInBytes)
            return false;
        if (comma == 1)
            _json.Write(","u8);
        _json.Write(json.Span);
        Count++;
        return true;
    }

    /// <summary>Lets go of the memory.</summary>
    public void Dispose()
    {
        _json.ResetWrittenCount();
        Count = 0;
    }

    internal ReadOnlyMemory<byte> ToBody() => (byte[])[.. _json.WrittenSpan, (byte)']'];
}
