using System.Runtime.InteropServices;
using System.Text.Json;
using LiveView.Core.Topics;

namespace LiveView.Viewer;

/// <summary>An update as it reaches a viewer, live or in a catch-up answer.</summary>
/// <param name="Tier">The tier it moves on.</param>
/// <param name="Position">Where the tier stands after it.</param>
/// <param name="Kind">How <paramref name="Data"/> is to be read.</param>
/// <param name="Data">A patch, a document, or new entries; canonical bytes.</param>
/// <param name="Hash">Proves what is shown after it.</param>
public sealed record ViewerUpdate(string Tier, Position Position, UpdateKind Kind, ReadOnlyMemory<byte> Data, string Hash)
{
    /// <summary>When it was committed, by the server's clock; null when it does not say. Times explain; order comes from positions alone.</summary>
    public DateTimeOffset? Committed { get; init; }

    /// <summary>Reads a message of a group.</summary>
    /// <exception cref="FormatException">It is no update.</exception>
    public static ViewerUpdate Read(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            return Read(json.RootElement);
        }
        catch (JsonException broken)
        {
            throw new FormatException("The message is not JSON.", broken);
        }
    }

    /// <inheritdoc cref="Read(ReadOnlyMemory{byte})"/>
    public static ViewerUpdate Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object
            || !Has(json, "tier"u8, JsonValueKind.String, out var tier)
            || !Has(json, "epoch"u8, JsonValueKind.String, out var epoch)
            || !Has(json, "offset"u8, JsonValueKind.Number, out var offset)
            || !Has(json, "kind"u8, JsonValueKind.String, out var kind)
            || !json.TryGetProperty("data"u8, out var data)
            || data.ValueKind != (kind.ValueEquals("events"u8) ? JsonValueKind.Array : JsonValueKind.Object)
            || !Has(json, "hash"u8, JsonValueKind.String, out var hash))
            throw new FormatException("The message is no update.");
        return new(
            tier.GetString() ?? "",
            new(epoch.GetString() ?? "", offset.GetInt64()),
            kind.GetString() switch
            {
                "patch" => UpdateKind.Patch,
                "state" => UpdateKind.State,
                "events" => UpdateKind.Events,
                var other => throw new FormatException($"An update has no kind '{other}'."),
            },
            JsonMarshal.GetRawUtf8Value(data).ToArray(),
            hash.GetString() ?? "")
        {
            Committed = json.TryGetProperty("at"u8, out var at) && at.ValueKind == JsonValueKind.Object
                && Has(at, "committed"u8, JsonValueKind.String, out var committed) && committed.TryGetDateTimeOffset(out var time) ? time : null,
        };
    }

    private static bool Has(JsonElement json, ReadOnlySpan<byte> name, JsonValueKind kind, out JsonElement value) =>
        json.TryGetProperty(name, out value) && value.ValueKind == kind;
}
