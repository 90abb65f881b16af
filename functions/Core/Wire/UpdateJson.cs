using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using LiveView.Core.Topics;

namespace LiveView.Core.Wire;

/// <summary>
/// An update as viewers read it. The same bytes are stored, published and caught up:
/// <code>{"tier":…,"epoch":…,"offset":…,"kind":"patch|state|events","data":…,"hash":…,"at":{"source":…,"received":…,"committed":…}}</code>
/// </summary>
public static class UpdateJson
{
    /// <summary>The update's bytes.</summary>
    public static ReadOnlyMemory<byte> Write(Update update)
    {
        ArgumentNullException.ThrowIfNull(update);
        var buffer = new ArrayBufferWriter<byte>(update.Data.Length + 320);
        using (var json = new Utf8JsonWriter(buffer, new() { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteString("tier"u8, update.Tier.ToString());
            json.WriteString("epoch"u8, update.Position.Epoch);
            json.WriteNumber("offset"u8, update.Position.Offset);
            json.WriteString("kind"u8, Word(update.Kind));
            json.WritePropertyName("data"u8);
            json.WriteRawValue(update.Data.Span, skipInputValidation: true); // canonical already
            json.WriteString("hash"u8, update.Hash);
            json.WriteStartObject("at"u8);
            if (update.At.Source is { } source)
                json.WriteString("source"u8, Instant(source));
            json.WriteString("received"u8, Instant(update.At.Received));
            json.WriteString("committed"u8, Instant(update.At.Committed));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Reads back what was written.</summary>
    /// <exception cref="FormatException">It is no update.</exception>
    public static Update Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            var at = root.GetProperty("at"u8);
            return new()
            {
                Tier = Tier.Parse(root.GetProperty("tier"u8).GetString() ?? ""),
                Position = new(root.GetProperty("epoch"u8).GetString() ?? "", root.GetProperty("offset"u8).GetInt64()),
                Kind = Kind(root.GetProperty("kind"u8)),
                Data = JsonMarshal.GetRawUtf8Value(root.GetProperty("data"u8)).ToArray(),
                Hash = root.GetProperty("hash"u8).GetString() ?? "",
                At = new(
                    at.TryGetProperty("source"u8, out var source) ? source.GetDateTimeOffset() : null,
                    at.GetProperty("received"u8).GetDateTimeOffset(),
                    at.GetProperty("committed"u8).GetDateTimeOffset()),
            };
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("The bytes are no update.", broken);
        }
    }

    /// <summary>The time as it travels: UTC, to the millisecond.</summary>
    public static string Instant(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static UpdateKind Kind(JsonElement word) =>
        word.ValueEquals("patch"u8) ? UpdateKind.Patch
        : word.ValueEquals("state"u8) ? UpdateKind.State
        : word.ValueEquals("events"u8) ? UpdateKind.Events
        : throw new FormatException($"An update has no kind '{word}'.");

    private static ReadOnlySpan<byte> Word(UpdateKind kind) => kind switch
    {
        UpdateKind.Patch => "patch"u8,
        UpdateKind.State => "state"u8,
        UpdateKind.Events => "events"u8,
    };
}
