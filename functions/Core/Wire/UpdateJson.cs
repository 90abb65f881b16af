using System.Buffers;
using System.Globalization;
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

    /// <summary>The time as it travels: UTC, to the millisecond.</summary>
    public static string Instant(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static ReadOnlySpan<byte> Word(UpdateKind kind) => kind switch
    {
        UpdateKind.Patch => "patch"u8,
        UpdateKind.State => "state"u8,
        UpdateKind.Events => "events"u8,
    };
}
