using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Web;

namespace LiveView.Local.EventHubs;

/// <summary>
/// Checks <c>SharedAccessSignature sr={uri}&amp;sig={signature}&amp;se={unix seconds}&amp;skn={key name}</c>, where the
/// signature is HMAC-SHA256 over the encoded uri, a line feed and the expiry, with the key's text as the key.
/// </summary>
internal sealed class SharedAccessSignature(string keyName, string key, TimeProvider time)
{
    private const string Scheme = "SharedAccessSignature ";

    /// <summary>Why the token does not open <paramref name="path"/>, or null if it does.</summary>
    public string? Refuse(string? authorization, string path)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return "MissingToken: Authorization header with a SharedAccessSignature token is required.";

        var parts = authorization[Scheme.Length..].Split('&').Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .GroupBy(part => part[0], part => part[1]).ToDictionary(part => part.Key, part => part.First());
        if (!parts.TryGetValue("sr", out var resource) || !parts.TryGetValue("sig", out var signature)
            || !parts.TryGetValue("se", out var expiry) || !parts.TryGetValue("skn", out var name))
            return "MalformedToken: sr, sig, se and skn are required.";
        if (!long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return "MalformedToken: se is not a number of seconds.";
        if (HttpUtility.UrlDecode(name) != keyName || !Signed(resource, expiry, HttpUtility.UrlDecode(signature)))
            return "InvalidSignature: The token has an invalid signature.";
        if (time.GetUtcNow().ToUnixTimeSeconds() >= seconds)
            return "ExpiredToken: The token is expired.";
        return Covers(HttpUtility.UrlDecode(resource), path) ? null : "InvalidAudience: The token is for another resource.";
    }

    private bool Signed(string resource, string expiry, string signature)
    {
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{resource}\n{expiry}"));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Convert.ToBase64String(expected)), Encoding.UTF8.GetBytes(signature));
    }

    /// <summary>A token for the namespace opens every hub, one for a hub that hub only. Host and port are ours whatever they are called.</summary>
    private static bool Covers(string resource, string path)
    {
        if (!Uri.TryCreate(resource, UriKind.Absolute, out var uri))
            return false;
        var prefix = uri.AbsolutePath.TrimEnd('/');
        return path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && (path.Length == prefix.Length || path[prefix.Length] == '/');
    }
}
