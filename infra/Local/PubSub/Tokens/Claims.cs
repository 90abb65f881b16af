using System.Globalization;
using System.Text.Json;

namespace LiveView.Local.PubSub;

/// <summary>A token's claims; every claim is a list, as a repeated one and a single one mean the same.</summary>
internal sealed class Claims(IReadOnlyDictionary<string, string[]> values)
{
    public static readonly Claims None = new(new Dictionary<string, string[]>());

    public IReadOnlyDictionary<string, string[]> All => values;

    public string[] this[string name] => values.GetValueOrDefault(name) ?? [];

    /// <summary>The user; null when the token names none.</summary>
    public string? UserId => this["sub"] is [var user, ..] ? user : null;

    /// <summary>Why the token does not hold now; null when it does.</summary>
    public string? FaultAt(DateTimeOffset now)
    {
        // The clock skew the service's own libraries grant.
        var skew = TimeSpan.FromMinutes(5);
        if (Moment("exp") is not { } expires) return "The token has no expiry.";
        if (expires + skew <= now) return "The token has expired.";
        return Moment("nbf") is { } start && start - skew > now ? "The token is not valid yet." : null;
    }

    /// <summary>Reads a token's payload.</summary>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static Claims Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var values = new Dictionary<string, string[]>();
        foreach (var claim in document.RootElement.EnumerateObject())
        {
            values[claim.Name] = claim.Value.ValueKind == JsonValueKind.Array
                ? [.. claim.Value.EnumerateArray().Select(Text)]
                : [Text(claim.Value)];
        }

        return new Claims(values);
    }

    private DateTimeOffset? Moment(string name) =>
        this[name] is [var text, ..] && decimal.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : null;

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : value.GetRawText();
}
