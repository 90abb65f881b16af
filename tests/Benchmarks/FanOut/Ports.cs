using System.Net;
using System.Net.Sockets;

namespace LiveView.Benchmarks.FanOut;

/// <summary>Where a peer listens on loopback.</summary>
/// <param name="Viewers">The port of the WebSocket clients.</param>
/// <param name="Control">The port of the publisher, where that is another one.</param>
internal readonly record struct Ports(int Viewers, int Control)
{
    public static Ports Free()
    {
        using var one = new TcpListener(IPAddress.Loopback, 0);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        one.Start();
        other.Start();
        return new Ports(((IPEndPoint)one.LocalEndpoint).Port, ((IPEndPoint)other.LocalEndpoint).Port);
    }
}
