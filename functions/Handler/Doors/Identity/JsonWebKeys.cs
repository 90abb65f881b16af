using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace LiveView.Handler.Doors.Identity;

/// <summary>Reads a key set as issuers publish it (RFC 7517). A key that is not for signatures, or too weak, is left out.</summary>
internal static class JsonWebKeys
{
    private const int MinRsaBits = 2_048;

    /// <summary>The keys that may prove tokens.</summary>
    /// <exception cref="JsonException">It is no key set.</exception>
    public static IReadOnlyList<TokenKey> Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("keys"u8, out var keys) || keys.ValueKind != JsonValueKind.Array)
            throw new JsonException("A key set is an object with an array of keys.");
        return [.. keys.EnumerateArray().Select(ReadKey).OfType<TokenKey>()];
    }

    private static TokenKey? ReadKey(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object || Text(key, "use") is not (null or "sig"))
            return null;
        try
        {
            return (Text(key, "kty"), Text(key, "alg"), Text(key, "crv")) switch
            {
                ("RSA", null or "RS256", _) => Rsa(key),
                ("EC", null or "ES256", "P-256") => Curve(key),
                _ => null,
            };
        }
        catch (Exception broken) when (broken is FormatException or CryptographicException)
        {
            return null;
        }
    }

    private static TokenKey.Rsa? Rsa(JsonElement key)
    {
        var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") });
        if (rsa.KeySize >= MinRsaBits)
            return new(Text(key, "kid"), rsa);
        rsa.Dispose();
        return null;
    }

    private static TokenKey.Curve Curve(JsonElement key) =>
        new(Text(key, "kid"), ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = Bytes(key, "x"), Y = Bytes(key, "y") } }));

    private static byte[] Bytes(JsonElement key, string name) => Base64Url.DecodeFromChars(Text(key, name) ?? throw new FormatException($"The key has no '{name}'."));

    private static string? Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
