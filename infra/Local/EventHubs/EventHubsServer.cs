using System.Net;

namespace LiveView.Local.EventHubs;

/// <summary>
/// A stand-in for an Event Hubs namespace: hubs, partitions and consumer groups whose content survives restarts, sent to
/// over HTTP as in the cloud and read in process by the Functions host. AMQP (5671, 5672) is not spoken yet.
/// </summary>
internal sealed partial class EventHubsServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly EventHubsOptions _options;

    private EventHubsServer(EventHubsOptions options)
    {
        _options = options;
        var logger = options.Logs.CreateLogger<EventHubsServer>();
        Hubs = [.. options.Hubs.Select(hub => new EventHub(hub, options, logger))];

        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.Limits.MaxRequestBodySize = null; // the publication limit has an answer of its own
        });
        _web = builder.Build();
        new SendEndpoint(this, options, logger).Map(_web);
        _web.MapGet("/health", () => Results.Json(new { status = "healthy", hubs = Hubs.Select(Describe) }));
    }

    public IReadOnlyList<EventHub> Hubs { get; }

    /// <summary>Where to send.</summary>
    public Uri Endpoint => new(_web.Urls.Single());

    /// <summary>What a client is configured with: the form of Microsoft's own emulator.</summary>
    public string ConnectionString =>
        $"Endpoint=sb://localhost;SharedAccessKeyName={_options.KeyName};SharedAccessKey={_options.Key};UseDevelopmentEmulator=true;";

    /// <summary>While set, every send is answered as a namespace that is out of throughput units answers.</summary>
    public bool Throttled { get; set; }

    /// <summary>Opens the partitions and takes events when it returns.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<EventHubsServer> StartAsync(EventHubsOptions options, CancellationToken token)
    {
        var server = new EventHubsServer(options);
        try
        {
            await server._web.StartAsync(token);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
        Log.Started(options.Logs.CreateLogger<EventHubsServer>(), server.Endpoint, string.Join(", ", server.Hubs.Select(hub => $"{hub.Name}:{hub.Partitions.Count}")));
        return server;
    }

    public EventHub? Find(string hub) => Hubs.FirstOrDefault(one => one.Name.Equals(hub, StringComparison.OrdinalIgnoreCase));

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        foreach (var hub in Hubs)
            hub.Dispose();
    }

    private static object Describe(EventHub hub) => new
    {
        name = hub.Name,
        partitions = hub.Partitions.Select(partition => new
        {
            id = partition.Id,
            first = partition.FirstSequence,
            last = partition.LastSequence,
            expired = partition.Expired,
        }),
    };

    private static partial class Log
    {
        [LoggerMessage(9200, LogLevel.Information, "Event Hubs take events at {Endpoint}: {Hubs}.")]
        public static partial void Started(ILogger logger, Uri endpoint, string hubs);
    }
}
