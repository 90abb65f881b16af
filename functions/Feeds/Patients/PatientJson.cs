using System.Globalization;
using System.Text.Json;

namespace LiveView.Feeds.Patients;

/// <summary>Reads members that may be anything: what has another type is absent.</summary>
internal static class PatientJson
{
    /// <summary>A decimal holds 28 digits; nobody measures more than these.</summary>
    private const int MaxDigits = 24;

    public static JsonElement Inner(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var inner) ? inner : default;

    public static string? Text(this JsonElement value, string name) => value.Inner(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A number exactly as its text says, with the digits that were told: 37.0 is not 37.</summary>
    public static decimal? Number(this JsonElement value, string name) => value.Inner(name) is { ValueKind: JsonValueKind.Number } number ? Exact(number) : null;

    public static IEnumerable<JsonElement> Items(this JsonElement value, string name) =>
        value.Inner(name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];

    public static decimal? Exact(JsonElement number) =>
        number.GetRawText() is { Length: <= MaxDigits } text && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact : null;

    /// <summary>A time with its offset, or a date, which is read as midnight UTC.</summary>
    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
