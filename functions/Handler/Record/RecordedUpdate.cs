using System.Runtime.InteropServices;
using System.Text.Json;
using LiveView.Core.Topics;

namespace LiveView.Handler.Record;

/// <summary>A committed update with the bytes that viewers got.</summary>
internal sealed record RecordedUpdate(Tier Tier, Position Position, string Kind, ReadOnlyMemory<byte> Data, string Hash, DateTimeOffset Committed, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Reads an update.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static RecordedUpdate Read(JsonElement json)
    {
        try
        {
            return new(
                Tier.Parse(Text(json, "tier")),
                new(Text(json, "epoch"), json.GetProperty("offset"u8).GetInt64()),
                Text(json, "kind"),
                JsonMarshal.GetRawUtf8Value(json.GetProperty("data"u8)).ToArray(),
                Text(json, "hash"),
                json.GetProperty("at"u8).GetProperty("committed"u8).GetDateTimeOffset(),
                JsonMarshal.GetRawUtf8Value(json).ToArray());
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("It is no update.", fault);
        }
    }

    /// <inheritdoc cref="Read(JsonElement)"/>
    public static RecordedUpdate Read(ReadOnlyMemory<byte> bytes)
    {
        using var json = JsonDocument.Parse(bytes);
        return Read(json.RootElement);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new FormatException("It is no update.");
}
