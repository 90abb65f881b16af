using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LiveView.Cloud.Credentials;

/// <summary>A JSON Web Token signed with HS256 (RFC 7515, RFC 7519).</summary>
internal static class Jwt
{
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    /// <summary>Signs the claims that <paramref name="write"/> writes.</summary>
    public static string Sign(ReadOnlySpan<byte> key, Action<Utf8JsonWriter> write)
    {
        var claims = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(claims))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        var signed = $"{Header}.{Base64Url.EncodeToString(claims.WrittenSpan)}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)))}";
    }
}
