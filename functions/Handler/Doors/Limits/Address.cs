using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Doors.Limits;

/// <summary>
/// Where a request comes from, as the proxies in front of us say it: the entry that the outermost trusted one wrote. What stands further left
/// was written by the caller, who may write anything. Of IPv6 one /64 is one place; where nothing can be read, all are one place.
/// </summary>
internal sealed class Address(IOptionsMonitor<LimitOptions> options)
{
    public const string Unknown = "unknown";

    public string Of(HttpRequest request)
    {
        var settings = options.CurrentValue;
        var hops = request.Headers[settings.AddressHeader].SelectMany(static line => line?.Split(',', StringSplitOptions.TrimEntries) ?? []).ToArray();
        return hops.Length >= settings.TrustedHops ? Place(hops[^settings.TrustedHops]) : Unknown;
    }

    private static string Place(string hop)
    {
        if (!IPAddress.TryParse(hop, out var address) && !(IPEndPoint.TryParse(hop, out var end) && (address = end.Address) is not null))
            return Unknown;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
