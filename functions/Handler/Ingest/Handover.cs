using Azure;

namespace LiveView.Handler.Ingest;

/// <summary>
/// Gives back what this instance has claimed and not finished, when it is told to stop: the next tick anywhere takes it up, instead of when
/// the claim has run out. The order of a stop: no new claims, what is under way is cut off, each claim goes back to its row while the store
/// can still be reached, and only then the server stops.
/// </summary>
internal sealed partial class Handover(TargetStore targets, TimeProvider time, Chance chance, ILogger<Handover> log) : IHostedLifecycleService, IDisposable
{
    /// <summary>How long a stop waits for the claims to go back. What is late runs out by itself.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _working;

    /// <summary>The name of this instance in the log.</summary>
    public string Instance { get; } = chance.NewId()[..8];

    /// <summary>Whether this instance has been told to stop.</summary>
    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>Begins work that holds claims: it is cut off by a stop, and the stop waits for it.</summary>
    public Work Begin(CancellationToken token)
    {
        lock (_gate)
            _working++;
        return new(this, CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, token));
    }

    /// <summary>Gives a claim back: the target is due again at once, for whoever comes first.</summary>
    public async Task ReleaseAsync(Target held)
    {
        using var deadline = new CancellationTokenSource(Limit, time); // not the caller's token: that one is why we are here
        try
        {
            if (await targets.ReplaceAsync(held with { Claim = null, Next = time.GetUtcNow() }, deadline.Token) is not null)
                Log.Released(log, Instance, held.Key);
        }
        catch (Exception failure) when (failure is RequestFailedException or OperationCanceledException)
        {
            Log.Kept(log, failure, Instance, held.Key);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before anything else stops, the server and the clients among it.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        lock (_gate)
        {
            if (_working == 0)
                return;
        }

        try
        {
            await _idle.Task.WaitAsync(Limit, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            Log.Late(log, Instance);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private void End()
    {
        lock (_gate)
        {
            if (--_working == 0 && IsStopping)
                _idle.TrySetResult();
        }
    }

    /// <summary>Work that holds claims; disposed when it holds none.</summary>
    internal readonly struct Work(Handover handover, CancellationTokenSource cut) : IDisposable
    {
        public CancellationToken Token => cut.Token;

        public void Dispose()
        {
            cut.Dispose();
            handover.End();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1005, LogLevel.Information, "scheduler_leader_released: {Instance} gives {Target} back.", EventName = "scheduler_leader_released")]
        public static partial void Released(ILogger logger, string instance, string target);

        [LoggerMessage(1006, LogLevel.Warning, "{Instance} could not give {Target} back; its claim runs out by itself.")]
        public static partial void Kept(ILogger logger, Exception failure, string instance, string target);

        [LoggerMessage(1007, LogLevel.Warning, "{Instance} stops before all its claims have gone back; they run out by themselves.")]
        public static partial void Late(ILogger logger, string instance);
    }
}
