using System.Buffers;

namespace LiveView.Local.PubSub;

/// <summary>
/// Connections that are spoken to together (a group, a user, a whole hub) with one log of encoded messages per protocol. Guarded by its
/// hub's gate.
/// </summary>
internal sealed class Crowd
{
    private readonly HashSet<Connection> members = [];
    private readonly MessageLog?[] logs = new MessageLog?[ProtocolCatalog.Count];
    private Part[]? parts;

    public int Count => members.Count;

    public IReadOnlyCollection<Connection> Members => members;

    public bool Contains(Connection connection) => members.Contains(connection);

    public bool Add(Connection connection)
    {
        if (!members.Add(connection)) return false;
        parts = null;
        return true;
    }

    public bool Remove(Connection connection)
    {
        if (!members.Remove(connection)) return false;
        parts = null;
        return true;
    }

    /// <summary>Encodes the message once per protocol and posts it to the lanes of those who are to receive it.</summary>
    /// <param name="message">What is said.</param>
    /// <param name="scratch">A buffer to encode into.</param>
    /// <param name="only">Who receives it; null is everyone.</param>
    /// <param name="except">The sender when it wants no echo; unlike <paramref name="only"/> it costs nothing.</param>
    /// <returns>To how many connections it was posted.</returns>
    public int Publish(Message message, ArrayBufferWriter<byte> scratch, Func<Connection, bool>? only, Connection? except)
    {
        // Everyone's parts are kept until somebody comes or goes: the same array lets a lane join neighbouring messages.
        var receivers = only is null ? parts ??= Part.Split(members) : Part.Split(members.Where(only));
        Protocol? encoded = null;
        Slice slice = default;
        var count = 0;
        foreach (var part in receivers)
        {
            if (part.Protocol != encoded)
            {
                encoded = part.Protocol;
                slice = Append(encoded, message, scratch);
            }

            part.Lane.Post(part.Outboxes, slice, except?.Outbox);
            count += part.Outboxes.Length;
        }

        return count;
    }

    private Slice Append(Protocol protocol, Message message, ArrayBufferWriter<byte> scratch)
    {
        scratch.ResetWrittenCount();
        var opcode = protocol.Write(message, scratch);
        Span<byte> header = stackalloc byte[FrameWriter.MaxHeader];
        // A reliable frame's length depends on its sequence id, so the header comes later too.
        var length = protocol.IsReliable ? 0 : FrameWriter.Header(header, opcode, scratch.WrittenCount);
        var kind = protocol.IsReliable ? ChunkKind.Sequenced : ChunkKind.Data;
        var log = logs[protocol.Index] ??= new MessageLog();
        return log.Append(new Encoded(kind, header[..length], scratch.WrittenSpan), message.Expires);
    }
}
