namespace LiveView.Simulation.Tests.Time;

/// <summary>
/// One history: virtual time, one dice, one thread. Whatever happens, happens as an action at an instant, and everything that awaits it
/// goes on inside that action: no synchronization context is set, so continuations run where their task completes, and nothing ever
/// reaches the thread pool.
/// </summary>
internal sealed class World(int seed)
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 19, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (long Due, long Order)> _due = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _order;

    public Random Dice { get; } = new(seed);

    public Trace Trace { get; } = new();

    /// <summary>Since the beginning.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>What went wrong in the simulation itself; a run with one is void.</summary>
    public List<Exception> Crashes { get; } = [];

    /// <summary>Does something later.</summary>
    public void At(TimeSpan delay, Action act) =>
        _due.Enqueue(act, ((Now + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero)).Ticks, _order++));

    /// <summary>Ends after a time.</summary>
    public Task Delay(TimeSpan delay)
    {
        var done = new TaskCompletionSource();
        At(delay, done.SetResult);
        return done.Task;
    }

    /// <summary>Runs what goes on by itself.</summary>
    public void Go(Func<Task> run)
    {
        var going = run();
        _ = going.ContinueWith(
            done => Crashes.Add(done.Exception!.GetBaseException()),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Lets time run.</summary>
    public void RunUntil(TimeSpan end)
    {
        while (_due.TryPeek(out _, out var next) && next.Due <= end.Ticks)
        {
            var act = _due.Dequeue();
            Now = new(next.Due);
            act();
        }

        Now = end;
    }

    /// <summary>Says that what runs here runs on the one thread.</summary>
    public void OnOneThread()
    {
        if (Environment.CurrentManagedThreadId != _thread)
            throw new InvalidOperationException("Something ran on another thread: the history cannot be repeated.");
    }

    public TimeSpan Between(double fromSeconds, double toSeconds) => TimeSpan.FromSeconds(fromSeconds + (Dice.NextDouble() * (toSeconds - fromSeconds)));
}
