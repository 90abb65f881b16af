using System.Net.WebSockets;
using System.Security.Cryptography;

namespace LiveView.Client;

/// <summary>How a client reaches the server, and its patience. Read once, when the client is made.</summary>
public sealed class LiveViewClientOptions
{
    /// <summary>The address that the routes <c>api/negotiate</c> and <c>api/tiers/</c> are below, such as <c>https://live.example/</c>.</summary>
    public required Uri Server { get; set; }

    /// <summary>The bearer token of every request, asked for each time, so that it may be renewed; null sends none.</summary>
    public Func<CancellationToken, ValueTask<string>>? Bearer { get; set; }

    /// <summary>Connections to share with others, not disposed with the client; null makes some of its own.</summary>
    public HttpMessageHandler? Handler { get; set; }

    /// <summary>Opens a WebSocket; null opens one with the subprotocol <c>json.webpubsub.azure.v1</c> over <see cref="Handler"/>.</summary>
    public Func<Uri, CancellationToken, Task<WebSocket>>? Connect { get; set; }

    /// <summary>Hears of what goes wrong on the way, for a log: the client heals by itself.</summary>
    public Action<Exception>? OnError { get; set; }

    /// <summary>How long a request may take until it is given up.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may take until it has joined.</summary>
    public TimeSpan ConnectWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a connection is asked for a sign of life; silent for two and a half times as long, it is given up.</summary>
    public TimeSpan PingEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the connection before is heard out when the next one has joined: what was sent before that still arrives there.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Begins to ask the catch-up route when there was no connection for this long.</summary>
    public TimeSpan PollAfter { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Asks the catch-up route this often while there is no connection.</summary>
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Asks once when nothing came for this long, so that a lost last update is found.</summary>
    public TimeSpan AuditEvery { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Calls a tier stale when it was not known to be current for this long.</summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Changes that wait for a slow reader of a subscription; were there more, the oldest are dropped, and counted.</summary>
    public int QueueCapacity { get; set; } = 1_000;

    /// <summary>Tiers of one connection; above, another is opened.</summary>
    public int TiersPerConnection { get; set; } = 50;

    /// <summary>The clock of every deadline, wait and timer.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Chance, uniform in [0, 1); asked from several threads.</summary>
    public Func<double> Dice { get; set; } = static () => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    internal void Report(Exception fault)
    {
        try
        {
            OnError?.Invoke(fault);
        }
#pragma warning disable CA1031 // who only listens must not end what he listens to
        catch (Exception deaf)
#pragma warning restore CA1031
        {
            System.Diagnostics.Trace.TraceError($"Who listens to the errors of Live View failed: {deaf}");
        }
    }
}
