using LiveView.Local.Azurite;
using LiveView.Local.Cost;
using LiveView.Local.EventHubs;
using LiveView.Local.Exchanges;
using LiveView.Local.Games;
using LiveView.Local.Host;
using LiveView.Local.Providers;
using LiveView.Local.PubSub;
using LiveView.Local.Stations;
using LiveView.Local.Ward;

namespace LiveView.Local;

/// <summary>
/// Everything that Live View needs from Azure, and Live View in it, on one machine. Parts start in the order in which they need each
/// other and stop in the opposite one; disposed, nothing of it runs any more.
/// </summary>
internal sealed class SmallAzure : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly LocalOptions _options;
    private readonly ILoggerFactory _logs;
    private readonly HubSettings _events = new();

    private SmallAzure(LocalOptions options, ILoggerFactory logs) => (_options, _logs) = (options, logs);

    public KeptAzurite? Azurite { get; private set; }

    public EventHubsServer? EventHubs { get; private set; }

    public PubSubServer? PubSub { get; private set; }

    /// <summary>Null if the real ones are polled.</summary>
    public ProviderServer? Providers { get; private set; }

    /// <summary>Null if no game is played.</summary>
    public GameSource? Games { get; private set; }

    /// <summary>Null if there is no station.</summary>
    public StationSource? Station { get; private set; }

    /// <summary>Null if there is no market.</summary>
    public ExchangeServer? Exchanges { get; private set; }

    /// <summary>Null if there is no market.</summary>
    public ConnectorProcess? Connector { get; private set; }

    /// <summary>Null if there is no ward.</summary>
    public CallReceiver? Calls { get; private set; }

    /// <summary>Who people are; null if there is no ward.</summary>
    public SignIn? SignIn { get; private set; }

    /// <summary>Null if the functions are left to others.</summary>
    public FunctionHost? Functions { get; private set; }

    /// <summary>What the handler is told, or would be.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; private set; } = new Dictionary<string, string>();

    /// <summary>Starts all parts; one that cannot start stops those before it.</summary>
    /// <exception cref="UsageException">A port is taken.</exception>
    /// <exception cref="HostConfigurationException">The staged functions cannot run.</exception>
    public static async Task<SmallAzure> StartAsync(LocalOptions options, ILoggerFactory logs, CancellationToken token)
    {
        Ports.Demand(options);
        var azure = new SmallAzure(options, logs);
        try
        {
            await azure.StartAsync(token);
            return azure;
        }
        catch
        {
            await azure.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends with a failure when a part can no longer do its work.</summary>
    public async Task WatchAsync(CancellationToken token)
    {
        List<Task> watches = [Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token)];
        if (Functions is { } functions)
            watches.Add(functions.WatchAsync(token));
        if (Azurite is { } azurite)
            watches.Add(azurite.WatchAsync().WaitAsync(token));
        await await Task.WhenAny(watches);
    }

    /// <summary>Takes Web PubSub away, as a reload of the service does, does something, and brings it back where it was.</summary>
    public async Task RestartPubSubAsync(Func<Task> meanwhile, CancellationToken token)
    {
        var before = PubSub ?? throw new InvalidOperationException("It has not been started.");
        PubSub = null;
        await before.DisposeAsync();
        await meanwhile();
        PubSub = await PubSubServer.StartAsync(WebPubSub(before.Endpoint.Port), token);
    }

    /// <summary>What the platform does with a host that has ended: starts another, where it was.</summary>
    public async Task RestartFunctionsAsync(CancellationToken token)
    {
        var before = Functions ?? throw new InvalidOperationException("It has not been started.");
        var port = before.Endpoint.Port; // which a disposed one does not know any more
        Functions = null;
        await before.DisposeAsync();
        Functions = await FunctionHost.StartAsync(Host(port), token);
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
    }

    private async Task StartAsync(CancellationToken token)
    {
        var (tables, hubs) = (Path.Combine(_options.Data, "azurite"), Path.Combine(_options.Data, "eventhubs"));
        if (_options.Fresh)
            Forget(tables, hubs);
        Azurite = Keep(await KeptAzurite.StartAsync(Storage(tables), _logs, TimeProvider.System, token));
        EventHubs = Keep(await EventHubsServer.StartAsync(new() { Port = _options.EventHubsPort, DataDirectory = hubs, Taken = _options.Meter is { } taking ? taking.Take : null, Logs = _logs }, token));
        PubSub = await PubSubServer.StartAsync(WebPubSub(_options.PubSubPort), token);
        _parts.Push(new PubSubNow(this));
        if (!_options.Live)
            Providers = Keep(await ProviderServer.StartAsync(Simulation(), token));
        if (_options.Meter is { } meter)
            await CountStorageAsync(meter, Azurite, token);
        if (_options.Ward)
            await OpenWardAsync(token);
        Settings = HandlerSettings.For(Azurite, EventHubs, PubSub, Providers, _options.Settings);
        if (_options.Market && !_options.Live)
            Exchanges = Keep(await ExchangeServer.StartAsync(Trading(), token));
        if (_options.NoHost)
            FuncStart.Prepare(_options.App, Settings);
        else
        {
            Functions = await FunctionHost.StartAsync(Host(_options.FunctionsPort), token);
            _parts.Push(new FunctionsNow(this));
        }

        // After the handler, which makes the table that says who watches.
        if (Exchanges is { } exchanges)
            Connector = Keep(ConnectorProcess.Start(_options.Connector, ConnectorSettings.For(Azurite, EventHubs, exchanges, _options.ConnectorSettings), _logs));
        _events.EventHandlers = [Connections(Functions?.Endpoint ?? new($"http://localhost:{_options.FunctionsPort}/"))];
        if (_options.Games && !_options.Live && Functions is { Endpoint: var functions })
            Games = Keep(GameSource.Start(new() { Push = new(functions, "api/push/game/rugs"), Seed = _options.Seed, Pace = _options.GamePace, Logs = _logs }));
        if (SignIn is { } signIn && Functions is { Endpoint: var ward })
            Keep(Bedside.Start(ward, signIn, _options.Seed, _logs));
        if (_options.Station && Functions is { Endpoint: var shown })
            Station = Keep(StationSource.Start(new() { Functions = shown, Seed = _options.Seed, IsEncoded = _options.IsEncoded, Logs = _logs }));
    }

    /// <summary>Somebody takes the calls of the ward, and somebody may look; the administrator's token lies in the data folder, for <c>audit verify</c>.</summary>
    private async Task OpenWardAsync(CancellationToken token)
    {
        var secret = _options.Settings.TryGetValue("Identity__Secret", out var given) && given.Length > 0 ? given : SignIn.NewSecret();
        Calls = Keep(await CallReceiver.StartAsync(_logs, token));
        SignIn = new(secret, TimeProvider.System);
        _options.Settings["Identity__Secret"] = secret;
        _options.Settings.TryAdd("Patients__Webhook", Calls.Endpoint.AbsoluteUri);
        Directory.CreateDirectory(_options.Data);
        await File.WriteAllTextAsync(Path.Combine(_options.Data, SignIn.AdminFile), SignIn.Token("administrator", "admin"), token);
    }

    /// <summary>Host and handler reach storage by way of proxies that count.</summary>
    private async Task CountStorageAsync(Meter meter, KeptAzurite azurite, CancellationToken token)
    {
        var tables = Keep(await CountingProxy.StartAsync(azurite.TableEndpoint, _ => meter.Ask("table transactions"), token));
        var blobs = Keep(await CountingProxy.StartAsync(azurite.BlobEndpoint, request => meter.Ask(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? "blob reads" : "blob writes"), token));
        var counted = azurite.ConnectionString
            .Replace($"TableEndpoint={azurite.TableEndpoint}", $"TableEndpoint={tables.Endpoint}", StringComparison.Ordinal)
            .Replace($"BlobEndpoint={azurite.BlobEndpoint}", $"BlobEndpoint={blobs.Endpoint}", StringComparison.Ordinal);
        _options.Settings["Storage__ConnectionString"] = _options.Settings["AzureWebJobsStorage"] = counted;
    }

    private PubSubOptions WebPubSub(int port) => new() { Port = port, Settings = new() { Hubs = { ["*"] = _events } }, Sent = _options.Meter is { } sending ? sending.Send : null, Logs = _logs };

    // Web PubSub tells the handler of connections, as in Azure. Its address is known only now.
    private static EventHandlerSettings Connections(Uri functions) =>
        new() { UrlTemplate = $"{functions}api/connections", SystemEvents = ["connect", "connected", "disconnected"] };

    private FunctionHostOptions Host(int port) =>
        new() { AppRoot = _options.App, Port = port, Settings = Settings, EventHubs = EventHubs, Executed = _options.Meter is { } running ? running.Execute : null, Logs = _logs };

    private ExchangeOptions Trading()
    {
        var trading = new ExchangeOptions { Seed = _options.Seed, MovesPerSecond = _options.MovesPerSecond, Logs = _logs };
        foreach (var session in _options.Sessions)
            trading.Recordings.Add(session);
        return trading;
    }

    private ProviderOptions Simulation()
    {
        var simulation = new ProviderOptions { Speed = _options.Speed, Seed = _options.Seed, Logs = _logs };
        foreach (var recording in _options.Recordings)
            simulation.Recordings.Add(recording);
        return simulation;
    }

    private AzuriteOptions Storage(string location) => _options.AzuritePort is 0 and var any
        ? new() { BlobPort = any, QueuePort = any, TablePort = any, Location = location }
        : new() { BlobPort = _options.AzuritePort, QueuePort = _options.AzuritePort + 1, TablePort = _options.AzuritePort + 2, Location = location };

    private T Keep<T>(T part) where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    /// <summary>Only what is ours, whatever else lies in the folder.</summary>
    private static void Forget(params IReadOnlyList<string> folders)
    {
        foreach (var folder in folders.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Web PubSub, whichever it is when everything stops.</summary>
    private sealed class PubSubNow(SmallAzure azure) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => azure.PubSub?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    /// <summary>The host, whichever it is when everything stops.</summary>
    private sealed class FunctionsNow(SmallAzure azure) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => azure.Functions?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
