using System.Text.Json;
using System.Text.RegularExpressions;

namespace LiveView.Local.PubSub;

/// <summary>Extra fields of a message: header-like names, ASCII values, 8 KiB in all.</summary>
internal static partial class MessageMetadata
{
    private const int MaxKey = 256;
    private const int MaxValue = 1024;
    private const int MaxTotal = 8 * 1024;

    public static Dictionary<string, string> Read(ref Utf8JsonReader json)
    {
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString() ?? "";
            json.Read();
            metadata[key] = json.GetString() ?? "";
        }

        return IsValid(metadata) ? metadata : throw new JsonException("The metadata is not valid.");
    }

    public static bool IsValid(IReadOnlyDictionary<string, string> metadata) =>
        metadata.All(pair => pair.Key.Length <= MaxKey && Key().IsMatch(pair.Key) && pair.Value.Length <= MaxValue && pair.Value.All(char.IsAscii))
        && metadata.Sum(pair => pair.Key.Length + pair.Value.Length) <= MaxTotal;

    [GeneratedRegex("^[!#$%&'*+\\-.^_`|~0-9a-zA-Z]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Key();
}
