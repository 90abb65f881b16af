using System.Globalization;
using System.Text.Json;

namespace LiveView.Feeds.Sports;

/// <summary>
/// Tolerant reading of one field: a number may come as text and a text as number, and what is missing, null, empty or of a strange type is
/// simply not said.
/// </summary>
internal static class ProviderJson
{
    extension(JsonElement json)
    {
        public JsonElement? Child(ReadOnlySpan<byte> name) =>
            json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
                && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
                ? value
                : null;

        public string? Text(ReadOnlySpan<byte> name) => json.Child(name)?.AsText();

        public int? Whole(ReadOnlySpan<byte> name) => json.Child(name)?.AsWhole();

        public bool? Truth(ReadOnlySpan<byte> name) => json.Child(name)?.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

        /// <summary>The elements of a list; none where there is no list.</summary>
        public JsonElement.ArrayEnumerator Items(ReadOnlySpan<byte> name) =>
            json.Child(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

        public string? AsText() => json.ValueKind switch
        {
            JsonValueKind.String => json.GetString() is { Length: > 0 } text ? text : null,
            JsonValueKind.Number => json.GetRawText(),
            _ => null,
        };

        /// <summary>A whole number, of the number's own text: <c>2</c>, <c>2.0</c>, <c>"2"</c>.</summary>
        public int? AsWhole()
        {
            if (json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var plain))
                return plain;
            return decimal.TryParse(json.AsText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && number == decimal.Truncate(number) && number is >= int.MinValue and <= int.MaxValue
                ? (int)number
                : null;
        }
    }
}
