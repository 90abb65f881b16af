using System.Buffers;

namespace LiveView.Local.PubSub;

/// <summary>protobuf.webpubsub.azure.v1 and protobuf.reliable.webpubsub.azure.v1: DownstreamMessage out, UpstreamMessage in.</summary>
internal sealed class ProtobufProtocol(bool reliable) : Protocol, ISequencer
{
    private const int DataMessage = 2;
    private const int SequenceId = 4;

    public override string Name => reliable ? "protobuf.reliable.webpubsub.azure.v1" : "protobuf.webpubsub.azure.v1";

    public override int Index => reliable ? 4 : 3;

    public override Opcode Opcode => Opcode.Binary;

    public override bool IsReliable => reliable;

    public override ISequencer? Sequencer => reliable ? this : null;

    public override Opcode Write(Message message, IBufferWriter<byte> to)
    {
        var data = new ProtoWriter().Text(1, message.Group is null ? "server" : "group").Text(2, message.Group);
        data.Nested(3, new ProtoWriter().Bytes(FieldOf(message.Payload.Type), message.Payload.Bytes.Span));
        to.Write(reliable ? data.Written : new ProtoWriter().Nested(DataMessage, data).Written);
        return Opcode.Binary;
    }

    /// <summary>Wraps the DataMessage, to which the sequence id is appended, into a DownstreamMessage.</summary>
    public int Write(ReadOnlySpan<byte> message, ulong sequence, Span<byte> to)
    {
        Span<byte> tail = stackalloc byte[11];
        tail[0] = SequenceId << 3;
        var tailLength = 1 + ProtoWriter.Varint(tail[1..], sequence);
        Span<byte> head = stackalloc byte[11];
        head[0] = (DataMessage << 3) | 2;
        var headLength = 1 + ProtoWriter.Varint(head[1..], (ulong)(message.Length + tailLength));
        var at = FrameWriter.Header(to, Opcode.Binary, headLength + message.Length + tailLength);
        head[..headLength].CopyTo(to[at..]);
        at += headLength;
        message.CopyTo(to[at..]);
        at += message.Length;
        tail[..tailLength].CopyTo(to[at..]);
        return at + tailLength;
    }

    public override byte[] Connected(string connectionId, string? userId, string? reconnectionToken) =>
        System(1, new ProtoWriter().Text(1, connectionId).Text(2, userId).Text(3, reconnectionToken));

    public override byte[] Disconnected(string reason) => System(2, new ProtoWriter().Text(2, reason));

    public override byte[] Ack(ulong ackId, AckError? error)
    {
        var ack = new ProtoWriter().Number(1, ackId);
        if (error is null) ack.Number(2, 1);
        else ack.Nested(3, new ProtoWriter().Text(1, error.Name).Text(2, error.Message));
        return new ProtoWriter().Nested(1, ack).Written.ToArray();
    }

    public override byte[] Pong() => new ProtoWriter().Bytes(4, []).Written.ToArray();

    public override Request Read(Opcode opcode, ReadOnlyMemory<byte> payload)
    {
        try
        {
            return opcode == Opcode.Binary
                ? ProtobufRequest.Read(payload)
                : throw new FormatException("A protobuf message travels in a binary frame.");
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new ProtocolException("The client message is not a valid protobuf protocol message.", e);
        }
    }

    private static byte[] System(int field, ProtoWriter message) =>
        new ProtoWriter().Nested(3, new ProtoWriter().Nested(field, message)).Written.ToArray();

    private static int FieldOf(DataType type) => type switch
    {
        DataType.Text => 1,
        DataType.Binary => 2,
        DataType.Protobuf => 3,
        DataType.Json => 4,
    };
}
