using Azure.Core.Pipeline;

namespace LiveView.Cloud.Pipeline;

/// <summary>The one pool of connections of the process; clients are cheap, sockets are not.</summary>
internal static class CloudTransport
{
    // Never disposed: it lives as long as the process.
    public static HttpPipelineTransport Shared { get; } = new HttpClientTransport(new HttpClient(new SocketsHttpHandler
    {
        // Azurite closes idle connections after 5 s; a connection that we let go first is never met half closed.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(4),
        // An address that moved is noticed.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // Less than a try, so that an unreachable address leaves room to say so.
        ConnectTimeout = TimeSpan.FromSeconds(4),
        MaxConnectionsPerServer = 256,
        AllowAutoRedirect = false,
        UseCookies = false,
    })
    {
        // The pipeline has the deadlines.
        Timeout = Timeout.InfiniteTimeSpan,
    });
}
