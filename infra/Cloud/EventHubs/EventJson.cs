using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace LiveView.Cloud.EventHubs;

/// <summary>One event of a batch as JSON.</summary>
internal static class EventJson
{
    // Relaxed: no browser reads this, and every needless escape costs ingress.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(EventData eventData, string? partitionKey)
    {
        var body = eventData.EventBody.ToMemory().Span;
        if (!Utf8.IsValid(body))
            throw new ArgumentException("The body of an event must be UTF-8 text: it travels as a JSON string. Encode bytes as base64 first.");
        var buffer = new ArrayBufferWriter<byte>(body.Length + 256);
        using var writer = new Utf8JsonWriter(buffer, Plain);
        writer.WriteStartObject();
        writer.WriteString("Body"u8, body);
        if (partitionKey is not null || eventData.Properties.Count > 0)
        {
            writer.WriteStartObject("UserProperties"u8);
            if (partitionKey is not null)
                writer.WriteString(EventData.PartitionKeyProperty, partitionKey);
            foreach (var (name, value) in eventData.Properties)
                WriteProperty(writer, name, value, partitionKey is not null);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteProperty(Utf8JsonWriter writer, string name, object value, bool keyed)
    {
        if (keyed && name == EventData.PartitionKeyProperty)
            throw new ArgumentException($"{name} is the key's; an event that is sent with a key cannot have another one.");
        switch (value)
        {
            case string text:
                writer.WriteString(name, text);
                break;
            case bool flag:
                writer.WriteBoolean(name, flag);
                break;
            case int number:
                writer.WriteNumber(name, number);
                break;
            case long number:
                writer.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumber(name, number);
                break;
            default:
                throw new ArgumentException($"Property {name} is a {value?.GetType().Name ?? "null"} that JSON does not keep.");
        }
    }
}
