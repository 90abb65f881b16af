using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiveView.Local.PubSub;

/// <summary>Writes the JSON protocols' frames; the order of their fields is part of the contract (the SDKs' own tests compare bytes).</summary>
internal static class JsonFrames
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Writes a data message; <paramref name="open"/> leaves the closing brace to who adds the sequence id.</summary>
    public static void Message(Message message, IBufferWriter<byte> to, bool open)
    {
        using var json = new Utf8JsonWriter(to, Options);
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        json.WriteString("from"u8, message.Group is null ? "server"u8 : "group"u8);
        if (message.Group is not null)
        {
            json.WriteString("group"u8, message.Group);
            json.WriteString("fromUserId"u8, message.FromUserId);
        }

        Data(json, message.Payload);
        Metadata(json, message.Metadata);
        if (message.Stream is not null) Stream(json, message.Stream);
        if (!open) json.WriteEndObject();
    }

    public static byte[] Connected(string connectionId, string? userId, string? reconnectionToken) => Write(json =>
    {
        json.WriteString("type"u8, "system"u8);
        json.WriteString("event"u8, "connected"u8);
        json.WriteString("userId"u8, userId);
        json.WriteString("connectionId"u8, connectionId);
        if (reconnectionToken is not null) json.WriteString("reconnectionToken"u8, reconnectionToken);
    });

    public static byte[] Disconnected(string reason) => Write(json =>
    {
        json.WriteString("type"u8, "system"u8);
        json.WriteString("event"u8, "disconnected"u8);
        json.WriteString("message"u8, reason);
    });

    public static byte[] Ack(ulong ackId, AckError? error) => Write(json =>
    {
        json.WriteString("type"u8, "ack"u8);
        json.WriteNumber("ackId"u8, ackId);
        Outcome(json, error);
    });

    public static byte[] InvokeResponse(string invocationId, Payload payload, AckError? error) => Write(json =>
    {
        json.WriteString("type"u8, "invokeResponse"u8);
        json.WriteString("invocationId"u8, invocationId);
        Outcome(json, error);
        if (error is null) Data(json, payload);
    });

    public static byte[] Stream(StreamReply reply) => Write(json =>
    {
        json.WriteString("type"u8, reply.Type);
        json.WriteString("streamId"u8, reply.StreamId);
        if (reply.Expected is { } expected) json.WriteNumber("expectedSequenceId"u8, expected);
        if (reply.Error is null) return;
        // A nack names its reason beside the sequence, a closed stream in an error of its own.
        if (reply.Type == "streamClosed") json.WriteStartObject("error"u8);
        json.WriteString("name"u8, reply.Error.Name);
        json.WriteString("message"u8, reply.Error.Message);
        if (reply.Type == "streamClosed") json.WriteEndObject();
    });

    private static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Outcome(Utf8JsonWriter json, AckError? error)
    {
        json.WriteBoolean("success"u8, error is null);
        if (error is null) return;
        json.WriteStartObject("error"u8);
        json.WriteString("name"u8, error.Name);
        json.WriteString("message"u8, error.Message);
        json.WriteEndObject();
    }

    private static void Data(Utf8JsonWriter json, Payload payload)
    {
        json.WritePropertyName("dataType"u8);
        var bytes = payload.Bytes.Span;
        switch (payload.Type)
        {
            case DataType.Json:
                json.WriteStringValue("json"u8);
                json.WritePropertyName("data"u8);
                // Byte for byte: numbers keep their digits and objects their order.
                json.WriteRawValue(bytes, skipInputValidation: true);
                break;
            case DataType.Text:
                json.WriteStringValue("text"u8);
                json.WriteString("data"u8, bytes);
                break;
            case DataType.Binary:
                json.WriteStringValue("binary"u8);
                json.WriteBase64String("data"u8, bytes);
                break;
            case DataType.Protobuf:
                json.WriteStringValue("protobuf"u8);
                json.WriteBase64String("data"u8, bytes);
                break;
        }
    }

    private static void Metadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is null) return;
        json.WriteStartObject("metadata"u8);
        foreach (var (key, value) in metadata) json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void Stream(Utf8JsonWriter json, StreamMark stream)
    {
        json.WriteStartObject("stream"u8);
        json.WriteString("streamId"u8, stream.Id);
        json.WriteNumber("streamSequenceId"u8, stream.Sequence);
        if (stream.End) json.WriteBoolean("endOfStream"u8, value: true);
        if (stream.Error is { } error)
        {
            json.WriteStartObject("error"u8);
            json.WriteString("name"u8, error.Name);
            json.WriteString("message"u8, error.Message);
            if (error.UserErrorCode is not null) json.WriteString("userErrorCode"u8, error.UserErrorCode);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
