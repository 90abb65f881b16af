namespace LiveView.Testing;

/// <summary>A clock that stands still until a test moves it. Timers fire while it moves, in the order in which they are due.</summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = start;

    /// <summary>Timers that wait to fire: tells a test that the code under test has begun to wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _timers.Count(static timer => timer.Due is not null);
        }
    }

    /// <summary>When the next timer fires; null while none waits.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_gate)
                return _timers.Min(static timer => timer.Due);
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Moves the clock on, firing what becomes due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        var until = GetUtcNow() + by;
        while (Next(until) is { } timer)
            timer.Fire();
        lock (_gate)
            _now = until;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        lock (_gate)
            _timers.Add(timer);
        return timer;
    }

    private Timer? Next(DateTimeOffset until)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= until).MinBy(static timer => timer.Due);
            if (next is { Due: { } due } && due > _now)
                _now = due;
            return next;
        }
    }

    private sealed class Timer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                _period = period;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime;
            }

            return true;
        }

        public void Fire()
        {
            lock (time._gate)
                Due = _period > TimeSpan.Zero && _period != Timeout.InfiniteTimeSpan ? time._now + _period : null;
            callback(state);
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                Due = null;
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
