using System.Net;
using System.Net.Sockets;

namespace LiveView.Local;

/// <summary>Looks before anything starts whether every port is free, so that a taken one is told in one line.</summary>
internal static class Ports
{
    /// <summary>Tries every port that the options name.</summary>
    /// <exception cref="UsageException">One is taken.</exception>
    public static void Demand(LocalOptions options)
    {
        Demand(options.FunctionsPort, options.NoHost ? "func start" : "the Functions host", "--functions-port");
        Demand(options.PubSubPort, "Web PubSub", "--pubsub-port");
        Demand(options.EventHubsPort, "Event Hubs", "--eventhubs-port");
        foreach (var (offset, service) in new[] { (0, "blobs"), (1, "queues"), (2, "tables") })
            Demand(options.AzuritePort is 0 ? 0 : options.AzuritePort + offset, $"Azurite ({service})", "--azurite-port");
    }

    private static void Demand(int port, string who, string option)
    {
        if (port == 0)
            return;
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
        }
        catch (SocketException)
        {
            throw new UsageException($"Port {port} is taken, and {who} wants it. Stop what uses it (an earlier run?), or move ours with {option} N.");
        }
    }
}
