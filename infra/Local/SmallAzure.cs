using LiveView.Local.Azurite;
using LiveView.Local.EventHubs;
using LiveView.Local.Exchanges;
using LiveView.Local.Host;
using LiveView.Local.Providers;
using LiveView.Local.PubSub;

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
    private AzuriteProcess? _azurite;

    private SmallAzure(LocalOptions options, ILoggerFactory logs) => (_options, _logs) = (options, logs);

    public EventHubsServer? EventHubs { get; private set; }

    public PubSubServer? PubSub { get; private set; }

    /// <summary>Null if the real ones are polled.</summary>
    public ProviderServer? Providers { get; private set; }

    /// <summary>Null if there is no market.</summary>
    public ExchangeServer? Exchanges { get; private set; }

    /// <summary>Null if there is no market.</summary>
    public ConnectorProcess? Connector { get; private set; }

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
        if (_azurite is { } azurite)
            watches.Add(WatchAsync(azurite, token));
        await await Task.WhenAny(watches);
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
        _azurite = Keep(await AzuriteProcess.StartAsync(Storage(tables), token));
        EventHubs = Keep(await EventHubsServer.StartAsync(new() { Port = _options.EventHubsPort, DataDirectory = hubs, Logs = _logs }, token));
        PubSub = Keep(await PubSubServer.StartAsync(new() { Port = _options.PubSubPort, Logs = _logs }, token));
        if (!_options.Live)
            Providers = Keep(await ProviderServer.StartAsync(Simulation(), token));
        Settings = HandlerSettings.For(_azurite, EventHubs, PubSub, Providers, _options.Settings);
        if (_options.Market && !_options.Live)
        {
            Exchanges = Keep(await ExchangeServer.StartAsync(Trading(), token));
            Connector = Keep(ConnectorProcess.Start(_options.Connector, ConnectorSettings.For(_azurite, EventHubs, Exchanges, _options.ConnectorSettings), _logs));
        }

        if (_options.NoHost)
            FuncStart.Prepare(_options.App, Settings);
        else
            Functions = Keep(await FunctionHost.StartAsync(new() { AppRoot = _options.App, Port = _options.FunctionsPort, Settings = Settings, EventHubs = EventHubs, Logs = _logs }, token));
    }

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

    private static async Task WatchAsync(AzuriteProcess azurite, CancellationToken token) =>
        throw new InvalidOperationException(await azurite.WaitForExitAsync().WaitAsync(token));

    /// <summary>Only what is ours, whatever else lies in the folder.</summary>
    private static void Forget(params IReadOnlyList<string> folders)
    {
        foreach (var folder in folders.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }
}
