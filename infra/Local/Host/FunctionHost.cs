using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace LiveView.Local.Host;

/// <summary>
/// Runs a staged custom-handler app as the Azure Functions host does: it starts the executable, fires timers, hands out Event Hub
/// batches, passes HTTP through, and repeats the real host's harsh sides too (a checkpoint moves on after a failure, an empty answer
/// hangs, a stop is a kill), so that what works here works there.
/// <code>
///   timers ─┐                             ┌─ restart, three strikes
///   hubs ───┼─▶ Invoker ─▶ POST /{Name} ─▶ Handler ─▶ process
///   HTTP ───┴─▶ HttpProxy ──────────────▶ ┘
/// </code>
/// </summary>
internal sealed partial class FunctionHost : IAsyncDisposable
{
    private readonly FunctionHostOptions _options;
    private readonly IReadOnlyList<FunctionManifest> _functions;
    private readonly WebApplication _web;
    private readonly Handler _handler;
    private readonly Invoker _invoker;
    private readonly HttpProxy _proxy;
    private readonly Listeners _listeners;
    private readonly BlobStore? _blobs;
    private readonly CancellationTokenSource _closing = new();
    private readonly ILogger _logger;
    private int _disposed;

    private FunctionHost(FunctionHostOptions options, WebApplication web, AppSettings settings, HostJson host, IReadOnlyList<FunctionManifest> functions)
    {
        (_options, _web, _functions) = (options, web, functions);
        _logger = options.Logs.CreateLogger<FunctionHost>();
        var section = host.CustomHandler ?? throw new HostConfigurationException("host.json: customHandler is missing.");
        var command = new HandlerCommand(options.AppRoot, section.Description ?? new(), settings);
        _handler = new(command, section, () => Endpoint.Port, options.Time, options.Logs);
        _invoker = new(_handler, host, options);
        _proxy = new(_handler, options.Time, options.Executed, _logger);

        var hostId = settings.Find("AzureFunctionsWebHost__hostid") ?? HostId(options.AppRoot);
        _blobs = functions.Any(function => function.Trigger is not HttpTrigger) ? new(Storage(settings), options.Time) : null;
        var timers = functions.Where(function => function.Trigger is TimerTrigger).ToDictionary(function => function.Name, function => Timer(function, hostId), StringComparer.OrdinalIgnoreCase);
        _listeners = new(
            [.. timers.Values.Select(timer => (Func<Intake, Task>)timer.ListenAsync), .. functions.Where(function => function.Trigger is EventHubTrigger).Select(function => (Func<Intake, Task>)Reader(function, host).ListenAsync)],
            _invoker, _logger);
        new AdminEndpoints(functions, timers, _invoker, _listeners, hostId, options.Time).Map(web);
        new HttpRoutes(functions, host, settings, _proxy).Map(web);
    }

    public Uri Endpoint => new(_web.Urls.Single());

    /// <summary>The process that runs the handler now, if one does.</summary>
    public int? HandlerProcessId => _handler.ProcessId;

    /// <summary>Executions of a function that are running now.</summary>
    public int Running(string function) => _invoker.Running(function);

    /// <summary>Tries of a function that failed, since the start.</summary>
    public long Failures(string function) => _invoker.Failures(function);

    /// <summary>Tries of all functions that failed, since the start.</summary>
    public long AllFailures => _invoker.AllFailures;

    /// <summary>Events of a function's hub that were not handed out and answered yet; 0 for a function without a hub.</summary>
    public async Task<long> BehindAsync(string function, CancellationToken token)
    {
        if (_functions.FirstOrDefault(one => one.Name == function)?.Trigger is not EventHubTrigger trigger || _options.EventHubs?.Find(trigger.Hub) is not { } hub)
            return 0;
        var checkpoints = new Checkpoints(Blobs);
        var behind = 0L;
        foreach (var partition in hub.Partitions)
            behind += Math.Max(0, partition.LastSequence - (await checkpoints.ReadAsync(trigger, partition.Id, token) ?? partition.FirstSequence - 1));
        return behind;
    }

    /// <summary>Starts everything and returns when the handler has answered for the first time.</summary>
    /// <exception cref="HostConfigurationException">The app cannot run; the message has every fault.</exception>
    /// <exception cref="HandlerFailedException">The handler failed three times before it answered.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<FunctionHost> StartAsync(FunctionHostOptions options, CancellationToken token)
    {
        options.AppRoot = Path.GetFullPath(options.AppRoot);
        var settings = new AppSettings(options.Settings);
        var json = HostJson.Read(options.AppRoot, settings);
        var functions = FunctionManifest.ReadAll(options.AppRoot, settings);
        var web = Web(options);
        FunctionHost? host = null;
        try
        {
            host = new(options, web, settings, json, functions);
            await web.StartAsync(token); // the port first: a taken one is known before anything else runs
            await host.BeginAsync(token);
            return host;
        }
        catch
        {
            if (host is not null)
                await host.DisposeAsync();
            else
                await web.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends only with the failure that means this host is of no more use.</summary>
    /// <exception cref="HandlerFailedException">Three strikes, or a listener that failed.</exception>
    public async Task WatchAsync(CancellationToken token)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, _closing.Token);
        await await Task.WhenAny(_handler.WatchAsync(), _listeners.WatchAsync(either.Token));
    }

    /// <summary>Kills the handler from outside, as a crash: it is restarted, and that counts as a failure.</summary>
    public async Task KillHandlerAsync()
    {
        var process = await _handler.ReadyAsync(_closing.Token);
        await process.CrashAsync();
    }

    /// <summary>Stops the listeners, waits for what runs, ten seconds at the most, and kills the handler. There is no SIGTERM.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        await _listeners.StopAsync(_options.StopWithin, _options.Time);
        await _closing.CancelAsync();
        _invoker.Abandon();
        await _handler.DisposeAsync();
        await _web.DisposeAsync();
        _proxy.Dispose();
        _listeners.Dispose();
        _invoker.Dispose();
        _blobs?.Dispose();
        _closing.Dispose();
        Log.Stopped(_logger);
    }

    private async Task BeginAsync(CancellationToken token)
    {
        if (_blobs is not null)
        {
            await _blobs.EnsureContainerAsync(TimerStatuses.Container, token);
            await _blobs.EnsureContainerAsync(Checkpoints.Container, token);
        }
        _handler.Start();
        _listeners.Start();
        await _handler.ReadyAsync(token);
        Log.Started(_logger, Endpoint);
    }

    private BlobStore Blobs => _blobs ?? throw new InvalidOperationException("Only timers and hubs need blobs.");

    private TimerListener Timer(FunctionManifest function, string hostId) =>
        new(function, (TimerTrigger)function.Trigger, _invoker, new(Blobs, hostId), _options.Time, _logger);

    private EventHubListener Reader(FunctionManifest function, HostJson host)
    {
        var trigger = (EventHubTrigger)function.Trigger;
        var hub = _options.EventHubs?.Find(trigger.Hub) ?? throw new HostConfigurationException($"{function.Name}/function.json: there is no hub '{trigger.Hub}' here.");
        if (!hub.ConsumerGroups.Contains(trigger.ConsumerGroup, StringComparer.OrdinalIgnoreCase))
            throw new HostConfigurationException($"{function.Name}/function.json: the hub '{hub.Name}' has no consumer group '{trigger.ConsumerGroup}'; it has {string.Join(", ", hub.ConsumerGroups)}.");
        return new(function, trigger, hub, _invoker, new(Blobs), host.Extensions.EventHubs, _logger);
    }

    private static StorageAccount Storage(AppSettings settings) => StorageAccount.Parse(settings.Find("AzureWebJobsStorage")
        ?? throw new HostConfigurationException("Missing value for AzureWebJobsStorage: timers and Event Hub triggers keep their place there."));

    private static WebApplication Web(FunctionHostOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.Limits.MaxRequestBodySize = 100 << 20; // the platform's own bound
            kestrel.AddServerHeader = false;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2)); // a streamed answer has no end of its own
        return builder.Build();
    }

    /// <summary>Different for each app folder, so that two apps on one storage do not share timers.</summary>
    private static string HostId(string appRoot) => $"local-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(appRoot)))[..12]}";

    private static partial class Log
    {
        [LoggerMessage(9170, LogLevel.Information, "Functions are served at {Endpoint}.")]
        public static partial void Started(ILogger logger, Uri endpoint);

        [LoggerMessage(9171, LogLevel.Information, "The Functions host has stopped.")]
        public static partial void Stopped(ILogger logger);
    }
}
