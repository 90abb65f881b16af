using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace LiveView.Handler.Doors.Identity;

/// <summary>A signed token as it was read (RFC 7515, RFC 7519). Nothing in it is true before a key has proven it.</summary>
internal sealed record JsonWebToken
{
    /// <summary>More than any issuer's token with its groups; longer ones are not looked at.</summary>
    public const int MaxLength = 8_192;

    /// <summary>The year 9892, in seconds since 1970.</summary>
    private const long Never = 250_000_000_000;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public required string Algorithm { get; init; }

    public string? KeyId { get; init; }

    public string? Subject { get; init; }

    /// <summary>The object that Entra ID speaks of: of a service's token, its identity.</summary>
    public string? ObjectId { get; init; }

    public string? Issuer { get; init; }

    public ImmutableArray<string> Audience { get; init; } = [];

    public ImmutableArray<string> Roles { get; init; } = [];

    public DateTimeOffset? Expires { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? Issued { get; init; }

    /// <summary>What the signature is over.</summary>
    public required ReadOnlyMemory<byte> Signed { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>The token of a text, or null when it is none that we would accept from anybody.</summary>
    public static JsonWebToken? Read(string text)
    {
        if (text.Length > MaxLength || text.Split('.') is not [var header, var claims, var signature])
            return null;
        try
        {
            using var head = JsonDocument.Parse(Base64Url.DecodeFromChars(header), Strict);
            using var body = JsonDocument.Parse(Base64Url.DecodeFromChars(claims), Strict);
            // What a token calls critical must be understood (RFC 7515 §4.1.11), and we understand no extension.
            if (head.RootElement.TryGetProperty("crit"u8, out _) || Text(head.RootElement, "alg") is not { } algorithm)
                return null;
            return new()
            {
                Algorithm = algorithm,
                KeyId = Text(head.RootElement, "kid"),
                Subject = Text(body.RootElement, "sub"),
                ObjectId = Text(body.RootElement, "oid"),
                Issuer = Text(body.RootElement, "iss"),
                Audience = Texts(body.RootElement, "aud"),
                Roles = Texts(body.RootElement, "roles"),
                Expires = Time(body.RootElement, "exp"),
                NotBefore = Time(body.RootElement, "nbf"),
                Issued = Time(body.RootElement, "iat"),
                Signed = Encoding.ASCII.GetBytes(text, 0, header.Length + 1 + claims.Length),
                Signature = Base64Url.DecodeFromChars(signature),
            };
        }
        catch (Exception none) when (none is FormatException or JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ImmutableArray<string> Texts(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) ? value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString() ?? ""],
            JsonValueKind.Array => [.. value.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString() ?? "")],
            _ => throw new FormatException($"'{name}' is a text or a list of texts."),
        }
        : [];

    private static DateTimeOffset? Time(JsonElement from, string name)
    {
        if (!from.TryGetProperty(name, out var value))
            return null;
        // A fraction of a second is allowed and means nothing to us. What no clock will show is no time, and leaves room for clocks to differ.
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var seconds) && seconds is >= 0 and < Never
            ? DateTimeOffset.FromUnixTimeSeconds((long)decimal.Floor(seconds))
            : throw new FormatException($"'{name}' is a number of seconds.");
    }
}
