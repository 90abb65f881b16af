namespace LiveView.Local.PubSub;

/// <summary>
/// The encoded messages of one group in one protocol, one behind the other, so that a connection that lags has one contiguous range to
/// send. Chunks are collected when the last lagging connection has passed them; a quiet group costs one small chunk.
/// </summary>
/// <remarks>Guarded by the hub's gate.</remarks>
internal sealed class MessageLog
{
    private const int Smallest = 1024;
    private const int Largest = 64 * 1024;

    private Chunk? current;

    public Slice Append(Encoded message, long expires)
    {
        // A message that expires has a chunk of its own: it must not be sent with those that do not.
        if (expires != 0) return new Chunk(message.Length, message.Kind, expires).Append(message.Header, message.Body);
        if (current is null || !current.Fits(message.Length))
        {
            var next = current is null ? Smallest : Math.Min(Largest, current.Bytes.Length * 4);
            current = new Chunk(Math.Max(next, message.Length), message.Kind);
        }

        return current.Append(message.Header, message.Body);
    }
}
