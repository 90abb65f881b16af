using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LiveView.Local.PubSub;

/// <summary>
/// Azure Web PubSub on this machine, for the unmodified official clients. Bound to loopback only.
/// <code>
///   Door ──viewer──▶ Clients ──▶ Hubs ──▶ FanOut ──▶ viewers
///     └───request──▶ Rest    ──▶ Hubs        Upstream: the application's handlers
/// </code>
/// </summary>
internal sealed class PubSubServer : IAsyncDisposable
{
    private readonly Switchboard board;
    private readonly WebApplication app;
    private readonly Pulse pulse;

    private PubSubServer(Switchboard board, WebApplication app, Uri endpoint)
    {
        pulse = new Pulse(board, board.Options.Logs.CreateLogger<Pulse>());
        this.board = board;
        this.app = app;
        Endpoint = endpoint;
        ConnectionString = $"Endpoint={endpoint.ToString().TrimEnd('/')};AccessKey={board.Options.AccessKey};Version=1.0;";
    }

    /// <summary>Where it listens, such as <c>http://localhost:8080/</c>.</summary>
    public Uri Endpoint { get; }

    /// <summary>What an application is given to use it.</summary>
    public string ConnectionString { get; }

    /// <summary>The inside, for tests and the page.</summary>
    public Switchboard Board => board;

    /// <summary>Listens, and is ready when it returns.</summary>
    /// <exception cref="ArgumentException">The options are faulty; the message names every fault.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<PubSubServer> StartAsync(PubSubOptions options, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = options.Faulty().ToArray();
        if (faults.Length > 0) throw new ArgumentException(string.Join(' ', faults), nameof(options));
        var switchboard = new Switchboard(options);
        var viewer = new Viewer(switchboard, options.Logs.CreateLogger<Viewer>());
        var door = new FrontDoor(viewer.ServeAsync, options.Logs, options.Time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(options.Logs);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton<IConnectionListenerFactory>(door);
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options));
        var web = builder.Build();
        var rest = new RestApi(switchboard, options.Logs.CreateLogger<RestApi>());
        var site = new Site(switchboard);
        web.Run(http => RestCall.Read(http) is { } call ? rest.HandleAsync(call) : site.AnswerAsync(http));
        try
        {
            await web.StartAsync(token);
        }
        catch
        {
            await web.DisposeAsync();
            await switchboard.DisposeAsync();
            throw;
        }

        var port = ((IPEndPoint)door.EndPoint).Port;
        return new PubSubServer(switchboard, web, new Uri($"http://localhost:{port}/"));
    }

    /// <summary>Drains, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await new Drain(board, board.Options.Logs.CreateLogger<Drain>()).RunAsync();
        await pulse.DisposeAsync();
        await app.StopAsync(CancellationToken.None);
        await board.DisposeAsync();
        await app.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions kestrel, PubSubOptions options)
    {
        kestrel.AddServerHeader = false;
        // A little more than a message, so that it is our answer the caller gets, in the service's form.
        kestrel.Limits.MaxRequestBodySize = options.MaxMessageBytes + (64 * 1024);
        kestrel.Listen(IPAddress.Loopback, options.Port);
    }
}
