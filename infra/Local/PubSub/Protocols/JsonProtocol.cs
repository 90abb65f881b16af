using System.Buffers;
using System.Text;

namespace LiveView.Local.PubSub;

/// <summary>json.webpubsub.azure.v1 and json.reliable.webpubsub.azure.v1.</summary>
internal sealed class JsonProtocol(bool reliable) : Protocol, ISequencer
{
    public override string Name => reliable ? "json.reliable.webpubsub.azure.v1" : "json.webpubsub.azure.v1";

    public override int Index => reliable ? 2 : 1;

    public override bool IsReliable => reliable;

    public override ISequencer? Sequencer => reliable ? this : null;

    public override Opcode Write(Message message, IBufferWriter<byte> to)
    {
        JsonFrames.Message(message, to, open: reliable);
        return Opcode.Text;
    }

    /// <summary>Closes the message's JSON object with the sequence id as its last field.</summary>
    public int Write(ReadOnlySpan<byte> message, ulong sequence, Span<byte> to)
    {
        Span<byte> tail = stackalloc byte[40];
        var name = ",\"sequenceId\":"u8;
        name.CopyTo(tail);
        sequence.TryFormat(tail[name.Length..], out var digits);
        var tailLength = name.Length + digits;
        tail[tailLength++] = (byte)'}';
        var header = FrameWriter.Header(to, Opcode.Text, message.Length + tailLength);
        message.CopyTo(to[header..]);
        tail[..tailLength].CopyTo(to[(header + message.Length)..]);
        return header + message.Length + tailLength;
    }

    public override byte[] Connected(string connectionId, string? userId, string? reconnectionToken) =>
        JsonFrames.Connected(connectionId, userId, reconnectionToken);

    public override byte[] Disconnected(string reason) => JsonFrames.Disconnected(reason);

    public override byte[] Ack(ulong ackId, AckError? error) => JsonFrames.Ack(ackId, error);

    public override byte[] Pong() => """{"type":"pong"}"""u8.ToArray();

    public override byte[] InvokeResponse(string invocationId, Payload payload, AckError? error) =>
        JsonFrames.InvokeResponse(invocationId, payload, error);

    public override byte[] Stream(StreamReply reply) => JsonFrames.Stream(reply);

    public override Request Read(Opcode opcode, ReadOnlyMemory<byte> payload)
    {
        try
        {
            return JsonRequest.Read(payload);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or FormatException or DecoderFallbackException)
        {
            throw new ProtocolException("The client message is not a valid JSON protocol message.", e);
        }
    }
}
