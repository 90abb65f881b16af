using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace LiveView.Cloud.Credentials;

/// <summary>
/// Shows Event Hubs a token for one resource, signed by a named key:
/// <code>
/// SharedAccessSignature sr={resource}&amp;sig={HMAC-SHA256(resource LF expiry)}&amp;se={expiry}&amp;skn={key name}
/// </code>
/// The key is the text itself, in UTF-8; it only looks like base64. A token serves an hour and is made anew five minutes before.
/// </summary>
internal sealed class SharedAccessSignaturePolicy(string keyName, string key, Uri resource, TimeProvider time) : HttpPipelineSynchronousPolicy
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    // Replaced as a whole; that two threads make one each is harmless.
    private volatile Token? _token;

    public override void OnSendingRequest(HttpMessage message)
    {
        var now = time.GetUtcNow();
        var token = _token;
        if (token is null || now > token.Expires - Margin)
            _token = token = Make(now + Lifetime);
        message.Request.Headers.SetValue("Authorization", token.Text);
    }

    private Token Make(DateTimeOffset expires)
    {
        var address = Uri.EscapeDataString(resource.AbsoluteUri.TrimEnd('/'));
        var expiry = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{address}\n{expiry}"));
        return new(
            $"SharedAccessSignature sr={address}&sig={Uri.EscapeDataString(Convert.ToBase64String(signature))}&se={expiry}&skn={Uri.EscapeDataString(keyName)}",
            expires);
    }

    private sealed record Token(string Text, DateTimeOffset Expires);
}
