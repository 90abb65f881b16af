using System.Net;
using System.Net.Sockets;

namespace LiveView.Local.PubSub;

/// <summary>How many connections there may be, in all and from one address. Exact under concurrent handshakes: a place is taken before it is used.</summary>
internal sealed class Limits(PubSubOptions options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> byAddress = [];
    private int taken;

    public int Taken
    {
        get
        {
            lock (gate) return taken;
        }
    }

    /// <summary>Takes a place; why not, or null.</summary>
    public Refusal? TryTake(string address)
    {
        lock (gate)
        {
            if (taken >= options.MaxConnections) return new Refusal(429, "The connection limit is reached.");
            var here = byAddress.GetValueOrDefault(address);
            if (options.MaxConnectionsPerAddress > 0 && here >= options.MaxConnectionsPerAddress)
                return new Refusal(429, "The connection limit of this address is reached.");
            byAddress[address] = here + 1;
            taken++;
            return null;
        }
    }

    public void Free(string address)
    {
        lock (gate)
        {
            taken--;
            if (--byAddress[address] == 0) byAddress.Remove(address);
        }
    }

    /// <summary>What counts as one address: an IPv4 address, an IPv6 /64.</summary>
    public static string KeyOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes) + "/64";
    }
}
