using System.Text;
using System.Text.Json;
using LiveView.Cloud.Credentials;

namespace LiveView.Cloud.PubSub;

/// <summary>The key of a Web PubSub resource. It is the text itself, in UTF-8; it only looks like base64.</summary>
internal sealed class AccessKey(string key, TimeProvider time)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);

    /// <summary>Signs a token for one audience; <paramref name="more"/> adds claims.</summary>
    public string Sign(string audience, TimeSpan lifetime, Action<Utf8JsonWriter>? more = null)
    {
        var now = time.GetUtcNow();
        return Jwt.Sign(_key, claims =>
        {
            claims.WriteString("aud"u8, audience);
            claims.WriteNumber("iat"u8, now.ToUnixTimeSeconds());
            claims.WriteNumber("exp"u8, (now + lifetime).ToUnixTimeSeconds());
            more?.Invoke(claims);
        });
    }
}
