using System.Buffers;

namespace LiveView.Local.PubSub;

/// <summary>A simple client: it gets bare payloads and every frame it sends is a payload.</summary>
internal sealed class RawProtocol : Protocol
{
    public override string? Name => null;

    public override int Index => 0;

    public override bool IsRaw => true;

    public override Opcode Write(Message message, IBufferWriter<byte> to)
    {
        to.Write(message.Payload.Bytes.Span);
        return message.Payload.Type is DataType.Json or DataType.Text ? Opcode.Text : Opcode.Binary;
    }

    public override byte[]? Connected(string connectionId, string? userId, string? reconnectionToken) => null;

    public override byte[]? Disconnected(string reason) => null;

    public override byte[]? Ack(ulong ackId, AckError? error) => null;

    public override byte[]? Pong() => null;

    public override Request Read(Opcode opcode, ReadOnlyMemory<byte> payload) =>
        new Request.Event("message", new Payload(opcode == Opcode.Text ? DataType.Text : DataType.Binary, payload));
}
