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

    internal static ViewerUpdate Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("tier"u8, out var tier)
            || !json.TryGetProperty("epoch"u8, out var epoch)
            || !json.TryGetProperty("offset"u8, out var offset)
            || !json.TryGetProperty("kind"u8, out var kind)
            || !json.TryGetProperty("data"u8, out var data)
            || !json.TryGetProperty("hash"u8, out var hash))
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
            hash.GetString() ?? "");
    }
}
