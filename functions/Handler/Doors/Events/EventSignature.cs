using System.Security.Cryptography;
using System.Text;
using LiveView.Handler.Resources;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Doors.Events;

/// <summary>
/// Proves that an event was sent by our Web PubSub: <c>ce-signature</c> is an HMAC of the connection's id under each of the service's two keys.
/// It covers nothing else, so a time that lies too far back is refused as well, and what an event does may be done twice.
/// </summary>
internal sealed class EventSignature(IOptionsMonitor<PubSubOptions> options, TimeProvider time)
{
    /// <summary>How old an event may be: the service tries again for a good minute.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public bool IsOurs(IHeaderDictionary headers)
    {
        var connection = headers["ce-connectionId"].ToString();
        if (connection.Length is 0 or > 256 || !DateTimeOffset.TryParse(headers["ce-time"].ToString(), System.Globalization.CultureInfo.InvariantCulture, out var sent))
            return false;
        if ((time.GetUtcNow() - sent).Duration() > Window)
            return false;
        // One header with commas or several headers: both are seen.
        var claimed = headers["ce-signature"].SelectMany(static line => line?.Split(',', StringSplitOptions.TrimEntries) ?? []);
        var ours = options.CurrentValue.EventKeys.Select(key => Sign(key, connection)).ToArray();
        return claimed.Any(text => ours.Any(mine => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(text.ToLowerInvariant()), mine)));
    }

    private static byte[] Sign(string key, string connection) =>
        Encoding.ASCII.GetBytes($"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(connection)))}");
}
