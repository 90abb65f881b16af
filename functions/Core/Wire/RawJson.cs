using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Core.Wire;

/// <summary>
/// A Raw as it travels on the hub: the provider's bytes stand inside unchanged.
/// <code>{"topic":…,"provider":…,"target":…,"turn":…,"ill":…,"received":…,"source":…,"trace":…,"body":…}</code>
/// </summary>
public static class RawJson
{
    /// <summary>The longest provider, target or trace, in characters: they are kept beside every update.</summary>
    private const int MaxText = 200;

    /// <summary>The message's bytes.</summary>
    public static ReadOnlyMemory<byte> Write(Raw raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        var buffer = new ArrayBufferWriter<byte>(raw.Body.Length + 320);
        using (var json = new Utf8JsonWriter(buffer, new() { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteString("topic"u8, raw.Topic.ToString());
            json.WriteString("provider"u8, raw.Provider);
            json.WriteString("target"u8, raw.Target);
            if (raw.Turn is { } turn)
                json.WriteNumber("turn"u8, turn);
            if (raw.Ill.Count > 0)
                json.WriteString("ill"u8, string.Join(',', raw.Ill));
            json.WriteString("received"u8, raw.Received.ToString("O", CultureInfo.InvariantCulture));
            if (raw.Source is { } source)
                json.WriteString("source"u8, source.ToString("O", CultureInfo.InvariantCulture));
            if (raw.Trace is not null)
                json.WriteString("trace"u8, raw.Trace);
            json.WritePropertyName("body"u8);
            json.WriteRawValue(raw.Body.Span, skipInputValidation: true); // the feed read it before it made the Raw
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Reads a message of the hub, or says why it cannot be one.</summary>
    public static Raw? TryRead(ReadOnlyMemory<byte> message, out string problem)
    {
        problem = "";
        try
        {
            using var json = JsonDocument.Parse(message);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !Topic.TryParse(Text(root, "topic"), out var topic))
                problem = "It names no topic.";
            else if (Text(root, "provider") is not { } provider || Text(root, "target") is not { } target)
                problem = "It does not say who said it.";
            else if (Time(root, "received") is not { } received)
                problem = "It does not say when it was received.";
            else if (!root.TryGetProperty("body"u8, out var body))
                problem = "It has no body.";
            else
            {
                return new()
                {
                    Topic = topic,
                    Provider = provider,
                    Target = target,
                    Turn = root.TryGetProperty("turn"u8, out var turn) && turn.TryGetInt64(out var number) ? number : null,
                    Ill = Text(root, "ill") is { Length: > 0 } ill ? ill.Split(',') : [],
                    Received = received,
                    Source = Time(root, "source"),
                    Trace = Text(root, "trace"),
                    Body = JsonMarshal.GetRawUtf8Value(body).ToArray(),
                };
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException) // half a letter in a text is found when it is read
        {
            problem = "It is not JSON.";
        }

        return null;
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= MaxText } text
            ? text
            : null;

    private static DateTimeOffset? Time(JsonElement root, string name) =>
        DateTimeOffset.TryParse(Text(root, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
