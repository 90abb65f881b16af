using System.Buffers;

namespace LiveView.Local.PubSub;

/// <summary>One way to talk to a client. Stateless: every connection that speaks it shares it, and a message is encoded once for all.</summary>
internal abstract class Protocol
{
    /// <summary>The WebSocket subprotocol; null for clients that speak none.</summary>
    public abstract string? Name { get; }

    /// <summary>The place of the protocol's log in a group.</summary>
    public abstract int Index { get; }

    /// <summary>The frames of the protocol's own conversation.</summary>
    public virtual Opcode Opcode => Opcode.Text;

    /// <summary>True when messages carry sequence ids and survive a lost connection.</summary>
    public virtual bool IsReliable => false;

    /// <summary>True when the client speaks none of the service's protocols: bare payloads both ways.</summary>
    public virtual bool IsRaw => false;

    /// <summary>Adds sequence ids; null unless <see cref="IsReliable"/>.</summary>
    public virtual ISequencer? Sequencer => null;

    /// <summary>Writes a message's body (for a reliable protocol: as the sequencer expects it) and returns the frame's opcode.</summary>
    public abstract Opcode Write(Message message, IBufferWriter<byte> to);

    /// <summary>The first frame of a connection; null when the protocol has none.</summary>
    public abstract byte[]? Connected(string connectionId, string? userId, string? reconnectionToken);

    /// <summary>The last frame before a close by the service; null when the protocol has none.</summary>
    public abstract byte[]? Disconnected(string reason);

    public abstract byte[]? Ack(ulong ackId, AckError? error);

    public abstract byte[]? Pong();

    /// <summary>The answer to an invocation; null when the protocol has none.</summary>
    public virtual byte[]? InvokeResponse(string invocationId, Payload payload, AckError? error) => null;

    /// <summary>A frame about a stream to its sender; null when the protocol has none.</summary>
    public virtual byte[]? Stream(StreamReply reply) => null;

    /// <summary>Reads what the client says.</summary>
    /// <exception cref="ProtocolException">It is not what the protocol allows.</exception>
    public abstract Request Read(Opcode opcode, ReadOnlyMemory<byte> payload);
}
