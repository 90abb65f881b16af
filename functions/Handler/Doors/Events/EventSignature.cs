using System.Security.Cryptography;
using System.Text;
using LiveView.Handler.Resources;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Doors.Events;

/// <summary>
/// The signature of an event: <c>ce-signature</c> is an HMAC of the connection's id under each of the service's two keys. It covers nothing else, so
/// what an event does may be done twice.
/// </summary>
internal sealed class EventSignature(IOptionsMonitor<PubSubOptions> options)
{
    public bool IsOurs(IHeaderDictionary headers)
    {
        var connection = headers["ce-connectionId"].ToString();
        if (connection.Length is 0 or > 256)
            return false;
        // One header with commas or several headers: both are seen.
        var claimed = headers["ce-signature"].SelectMany(static line => line?.Split(',', StringSplitOptions.TrimEntries) ?? []);
        var ours = options.CurrentValue.EventKeys.Select(key => Sign(key, connection)).ToArray();
        return claimed.Any(text => ours.Any(mine => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(text.ToLowerInvariant()), mine)));
    }

    private static byte[] Sign(string key, string connection) =>
        Encoding.ASCII.GetBytes($"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(connection)))}");
}
