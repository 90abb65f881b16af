using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LiveView.Local.PubSub;

/// <summary>JSON Web Tokens signed with HMAC-SHA256 (RFC 7519). The key is the UTF-8 of its string, not base64.</summary>
internal static class Jwt
{
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    public static string Sign(string key, Action<Utf8JsonWriter> claims)
    {
        var payload = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(payload))
        {
            json.WriteStartObject();
            claims(json);
            json.WriteEndObject();
        }

        var content = $"{Header}.{Base64Url.EncodeToString(payload.WrittenSpan)}";
        return $"{content}.{Signature(key, content)}";
    }

    /// <summary>Reads a token's claims if one of the keys has signed it; does not look at what they say.</summary>
    public static Claims? Verify(string token, IEnumerable<string> keys)
    {
        var parts = token.Split('.');
        if (parts.Length != 3) return null;
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
            if (header.RootElement.GetProperty("alg").GetString() != "HS256") return null;
            var content = $"{parts[0]}.{parts[1]}";
            var given = Encoding.ASCII.GetBytes(parts[2]);
            if (!keys.Any(key => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Signature(key, content)), given))) return null;
            return Claims.Read(Base64Url.DecodeFromChars(parts[1]));
        }
        catch (Exception e) when (e is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Signature(string key, string content) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(content)));
}
