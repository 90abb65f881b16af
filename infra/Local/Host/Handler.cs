using System.Net;
using System.Net.Sockets;

namespace LiveView.Local.Host;

/// <summary>
/// The handler, whichever process runs it now. An exit with 0 leaves it dead, 200 restarts it, any other code restarts it and
/// counts: the third within thirty minutes of the one before ends the host.
/// </summary>
internal sealed partial class Handler : IAsyncDisposable
{
    private const int Strikes = 3;
    private static readonly TimeSpan StrikesForgotten = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);

    private readonly HandlerCommand _command;
    private readonly HostJson.CustomHandlerSection _section;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ILogger _console;
    private readonly Func<int> _hostPort;
    private readonly CancellationTokenSource _closing = new();
    private readonly HttpClient _probe = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private TaskCompletionSource<HandlerProcess> _ready = NewReady();
    private HandlerProcess? _process;
    private Task _run = Task.CompletedTask;

    public Handler(HandlerCommand command, HostJson.CustomHandlerSection section, Func<int> hostPort, TimeProvider time, ILoggerFactory logs)
    {
        (_command, _section, _hostPort, _time) = (command, section, hostPort, time);
        _logger = logs.CreateLogger<Handler>();
        _console = logs.CreateLogger("Host.Function.Console");
    }

    /// <summary>The process that runs now, if one does.</summary>
    public int? ProcessId => _process is { ExitCode: null } process ? process.Id : null;

    public void Start() => _run = RunAsync();

    /// <summary>The process that takes invocations; waits while one is starting. After an exit with 0 it is the dead one.</summary>
    /// <exception cref="HandlerFailedException">The handler could not be kept running.</exception>
    /// <exception cref="TimeoutException">None was ready after as many start times as there are strikes.</exception>
    public Task<HandlerProcess> ReadyAsync(CancellationToken token) =>
        Volatile.Read(ref _ready).Task.WaitAsync((Strikes + 1) * _section.InitializationTimeout, _time, token);

    /// <summary>Ends only by a failure: the host has to stop then.</summary>
    public Task WatchAsync() => _run.WaitAsync(_closing.Token);

    /// <summary>Kills a process that overran its time and starts another, unless that has happened already.</summary>
    public void Replace(HandlerProcess process)
    {
        if (process != _process || process.ExitCode is not null)
            return;
        Volatile.Write(ref _ready, NewReady());
        process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _process?.Kill();
        await _run.WaitAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _probe.Dispose();
        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        var (strikes, lastStrike) = (0, _time.GetUtcNow());
        try
        {
            while (!_closing.IsCancellationRequested)
            {
                var port = _section.Port is 0 ? FreePort() : _section.Port;
                await using var process = HandlerProcess.Start(_command.For(port, Guid.CreateVersion7(_time.GetUtcNow()), _hostPort()), port, _console);
                _process = process;
                Log.Started(_logger, process.Id, process.Address);
                var reason = await LiveAsync(process);
                if (_closing.IsCancellationRequested)
                    return;
                if (reason is null)
                    continue;
                var now = _time.GetUtcNow();
                strikes = now - lastStrike > StrikesForgotten ? 1 : strikes + 1;
                lastStrike = now;
                Log.Failed(_logger, process.Id, reason, strikes, Strikes);
                if (strikes >= Strikes)
                    throw new HandlerFailedException($"Exceeded http worker restart retry count. Shutting down Functions Host. Last: {reason}.");
            }
        }
        catch (Exception fault) when (fault is HandlerFailedException or HostConfigurationException)
        {
            // Whoever waits now, and whoever asks later, learns why.
            Volatile.Read(ref _ready).TrySetException(fault);
            throw;
        }
    }

    /// <summary>One process from start to end. Null: start another and count nothing.</summary>
    private async Task<string?> LiveAsync(HandlerProcess process)
    {
        if (!await IsReadyAsync(process))
        {
            return process.Replaced || process.ExitCode == 200 ? null
                : process.ExitCode is { } early and not 0 ? $"it exited with code {early} before it was ready"
                : $"Initializing HttpWorker timed out after {_section.InitializationTimeout}";
        }
        Log.Ready(_logger, process.Id);
        Volatile.Read(ref _ready).TrySetResult(process);
        var code = await process.WaitForExitAsync();
        if (process.Replaced)
            return null;
        if (code == 0)
        {
            // The real host does nothing either: every later call meets a refused connection until the host is restarted.
            Log.Dead(_logger, process.Id);
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return null;
        }
        Volatile.Write(ref _ready, NewReady());
        return code == 200 ? null : $"it exited with code {code}";
    }

    /// <summary>Any answer at all to <c>GET /</c> is ready; only a socket that does not connect means not yet.</summary>
    private async Task<bool> IsReadyAsync(HandlerProcess process)
    {
        using var limit = new CancellationTokenSource(_section.InitializationTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _closing.Token);
        while (!either.IsCancellationRequested && process.ExitCode is null or 0 && !process.Replaced)
        {
            try
            {
                using var answer = await _probe.GetAsync(process.Address, HttpCompletionOption.ResponseHeadersRead, either.Token);
                return true;
            }
            catch (HttpRequestException fault) when (fault.InnerException is SocketException)
            {
                await Task.Delay(PollInterval, _time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (HttpRequestException)
            {
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
        return false;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (socket.LocalEndPoint as IPEndPoint)?.Port ?? throw new InvalidOperationException("A bound socket has a port.");
    }

    private static TaskCompletionSource<HandlerProcess> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static partial class Log
    {
        [LoggerMessage(9100, LogLevel.Information, "Handler process {Process} started, to listen at {Address}.")]
        public static partial void Started(ILogger logger, int process, Uri address);

        [LoggerMessage(9101, LogLevel.Information, "Handler process {Process} is ready.")]
        public static partial void Ready(ILogger logger, int process);

        [LoggerMessage(9102, LogLevel.Error, "Handler process {Process} failed: {Reason}. That is {Strikes} of {Allowed} before the host stops.")]
        public static partial void Failed(ILogger logger, int process, string reason, int strikes, int allowed);

        [LoggerMessage(9103, LogLevel.Error, "Handler process {Process} exited with 0: the real host does not restart it, so nothing works until the host is restarted.")]
        public static partial void Dead(ILogger logger, int process);
    }
}
