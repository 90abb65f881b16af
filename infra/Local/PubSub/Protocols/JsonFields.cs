using System.Text.Json;

namespace LiveView.Local.PubSub;

/// <summary>All the fields a client's JSON message can have.</summary>
internal sealed class JsonFields
{
    private const int DefaultIdleMilliseconds = 300_000;

    private string? dataType;
    private Range data;
    private JsonTokenType dataKind;

    public string? Type { get; private set; }

    public string? Group { get; private set; }

    public string? Event { get; private set; }

    public string? InvocationId { get; private set; }

    public string? StreamId { get; private set; }

    public ulong? AckId { get; private set; }

    public ulong? SequenceId { get; private set; }

    public ulong? StreamSequenceId { get; private set; }

    public int? TtlSeconds { get; private set; }

    public bool NoEcho { get; private set; }

    public TimeSpan IdleTimeout { get; private set; } = TimeSpan.FromMilliseconds(DefaultIdleMilliseconds);

    public StreamError? Error { get; private set; }

    public Dictionary<string, string>? Metadata { get; private set; }

    public static JsonFields Read(ReadOnlyMemory<byte> message)
    {
        var fields = new JsonFields();
        var json = new Utf8JsonReader(message.Span);
        Expect(json.Read() && json.TokenType == JsonTokenType.StartObject);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName) fields.Field(ref json);
        // What follows the object would be a second message.
        Expect(json.TokenType == JsonTokenType.EndObject && !json.Read());
        return fields;
    }

    /// <summary>The data, as its type says it must be.</summary>
    public Payload Payload(ReadOnlyMemory<byte> message)
    {
        if (dataKind == JsonTokenType.None && Metadata is not null) return PubSub.Payload.Empty;
        Expect(dataKind is not (JsonTokenType.None or JsonTokenType.Null));
        var raw = message[data];
        var type = dataType?.ToUpperInvariant() switch
        {
            null or "JSON" => DataType.Json,
            "TEXT" => DataType.Text,
            "BINARY" => DataType.Binary,
            "PROTOBUF" => DataType.Protobuf,
            _ => throw new JsonException("The dataType is unknown."),
        };
        if (type == DataType.Json) return new Payload(type, raw);
        Expect(dataKind == JsonTokenType.String);
        var value = new Utf8JsonReader(raw.Span);
        value.Read();
        return type == DataType.Text ? new Payload(type, Text(ref value)) : new Payload(type, value.GetBytesFromBase64());
    }

    private void Field(ref Utf8JsonReader json)
    {
        var name = json.GetString();
        json.Read();
        switch (name)
        {
            case "type": Type = String(ref json); break;
            case "group": Group = String(ref json); break;
            case "event": Event = String(ref json); break;
            case "dataType": dataType = String(ref json); break;
            case "invocationId": InvocationId = String(ref json); break;
            case "streamId": StreamId = String(ref json); break;
            case "ackId": AckId = Number(ref json); break;
            case "sequenceId": SequenceId = Number(ref json); break;
            case "streamSequenceId": StreamSequenceId = Number(ref json); break;
            case "ttlSeconds": TtlSeconds = json.TokenType == JsonTokenType.Null ? null : json.GetInt32(); break;
            case "noEcho": NoEcho = json.TokenType != JsonTokenType.Null && json.GetBoolean(); break;
            case "metadata" when json.TokenType == JsonTokenType.StartObject: Metadata = MessageMetadata.Read(ref json); break;
            case "stream" when json.TokenType == JsonTokenType.StartObject: Stream(ref json); break;
            case "error" when json.TokenType == JsonTokenType.StartObject: StreamFault(ref json); break;
            case "data":
                dataKind = json.TokenType;
                var start = (int)json.TokenStartIndex;
                json.Skip();
                data = start..(int)json.BytesConsumed;
                break;
            default: json.Skip(); break;
        }
    }

    private void Stream(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString();
            json.Read();
            if (name == "streamId") StreamId = String(ref json);
            else if (name == "idleTimeoutMs") IdleTimeout = TimeSpan.FromMilliseconds(Math.Clamp(json.GetInt32(), 1, DefaultIdleMilliseconds));
            else json.Skip();
        }

        Expect(!string.IsNullOrEmpty(StreamId));
    }

    private void StreamFault(ref Utf8JsonReader json)
    {
        string? text = null, code = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString();
            json.Read();
            if (name == "message") text = String(ref json);
            else if (name == "userErrorCode") code = String(ref json);
            else json.Skip();
        }

        Error = new StreamError("UserError", text ?? "", code);
    }

    private static string? String(ref Utf8JsonReader json) => json.GetString();

    // "1" is no number here: a client that sends one is told so.
    private static ulong? Number(ref Utf8JsonReader json) => json.TokenType == JsonTokenType.Null ? null : json.GetUInt64();

    private static byte[] Text(ref Utf8JsonReader value)
    {
        var text = new byte[value.ValueSpan.Length];
        return text[..value.CopyString(text)];
    }

    private static void Expect(bool condition)
    {
        if (!condition) throw new JsonException("The message is not what the protocol describes.");
    }
}
