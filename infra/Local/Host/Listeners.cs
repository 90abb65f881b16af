namespace LiveView.Local.Host;

/// <summary>All triggers that are not HTTP: started, drained, resumed and stopped together.</summary>
internal sealed partial class Listeners(IReadOnlyList<Func<Intake, Task>> listeners, Invoker invoker, ILogger logger) : IDisposable
{
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Intake? _intake;
    private Task _running = Task.CompletedTask;

    /// <summary>What <c>/admin/host/drain/status</c> calls <c>state</c>.</summary>
    public string DrainState => _intake?.Taking.IsCancellationRequested != true ? "Disabled"
        : invoker.Outstanding == 0 && _running.IsCompleted ? "Completed" : "InProgress";

    public void Start()
    {
        if (_intake is { Taking.IsCancellationRequested: false })
            return;
        _intake = new();
        _running = RoundAsync(_intake, _running);
    }

    /// <summary>Takes nothing new; what runs is finished and recorded.</summary>
    public Task DrainAsync() => _intake?.DrainAsync() ?? Task.CompletedTask;

    /// <summary>Stops, and waits for what runs, but not longer than <paramref name="limit"/>.</summary>
    public async Task StopAsync(TimeSpan limit, TimeProvider time)
    {
        if (_intake is { } intake)
            await intake.StopAsync();
        try
        {
            await _running.WaitAsync(limit, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            Log.Unfinished(logger, invoker.Outstanding, limit);
        }
    }

    /// <summary>Ends only if a listener failed.</summary>
    public Task WatchAsync(CancellationToken token) => _failed.Task.WaitAsync(token);

    public void Dispose() => _intake?.Dispose();

    /// <summary>From a start or resume to its end. Resumed before it was drained, the round before ends first.</summary>
    private async Task RoundAsync(Intake intake, Task earlier)
    {
        await earlier.WaitAsync(CancellationToken.None);
        await Task.WhenAll(listeners.Select(listen => ListenAsync(listen, intake)));
    }

    private async Task ListenAsync(Func<Intake, Task> listen, Intake intake)
    {
        try
        {
            intake.Taking.ThrowIfCancellationRequested();
            await listen(intake);
        }
        catch (OperationCanceledException) when (intake.Taking.IsCancellationRequested)
        {
            // That is how a listener ends.
        }
        catch (Exception fault)
        {
            Log.Failed(logger, fault);
            _failed.TrySetException(new HandlerFailedException($"A listener failed: {fault.Message}"));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9150, LogLevel.Critical, "A listener failed, so the host cannot go on.")]
        public static partial void Failed(ILogger logger, Exception fault);

        [LoggerMessage(9151, LogLevel.Warning, "{Count} functions did not end within {Limit}; they die with the handler.")]
        public static partial void Unfinished(ILogger logger, int count, TimeSpan limit);
    }
}
