using System.Threading.Channels;
using LiveView.Core.Recovery;
using LiveView.Core.Topics;
using LiveView.Viewer;

namespace LiveView.Client;

/// <summary>
/// Keeps one tier current: gives the follower what connections bring, and asks the catch-up route when there is doubt, one question at a
/// time. Doubt is: nothing known yet, a connection that was not there all the time, what the follower wishes to ask, silence.
/// </summary>
internal sealed class Keeper : IAsyncDisposable
{
    private const int MostMissing = 100;

    private readonly LiveViewClientOptions _options;
    private readonly Doors _doors;
    private readonly Bell _bell;
    private readonly Lock _gate = new();
    private readonly Follower _follower;
    private readonly Channel<Change> _changes;
    private readonly List<Missing> _missing = [];
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private volatile Change? _latest;
    private Lane? _joined;
    private DateTimeOffset? _committed;
    private TimeSpan _skew;
    private (long From, long To)? _unread;
    private long _due;
    private long _moved;
    private long _proven;
    private int _doubts;
    private int _failures;

    public Keeper(string tier, LiveViewClientOptions options, Doors doors)
    {
        (_options, _doors, _bell, _follower) = (options, doors, new(options.Time), new(tier));
        _changes = Channel.CreateBounded<Change>(
            new BoundedChannelOptions(options.QueueCapacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, Dropped);
        _moved = _proven = Now;
        _due = After(options.PollAfter);
        _running = RunAsync();
    }

    public string Tier => _follower.Tier;

    public Position? Position => Locked(() => _follower.Position);

    public ReadOnlyMemory<byte> Document => Locked(() => _follower.Document);

    public string Hash => Locked(() => _follower.Hash);

    public Change? Latest => _latest;

    public IReadOnlyList<Missing> Missing => Locked<IReadOnlyList<Missing>>(() => [.. _missing]);

    /// <summary>Changes that the reader was too slow to take.</summary>
    public long Conflated { get; private set; }

    /// <summary>The server will not have this tier followed.</summary>
    public bool IsRefused { get; private set; }

    public TimeSpan? Age => Locked(() =>
        _committed is { } at ? (_options.Time.GetUtcNow() + _skew - at) is { Ticks: > 0 } age ? age : TimeSpan.Zero : (TimeSpan?)null);

    public TimeSpan Checked => Locked(() => _options.Time.GetElapsedTime(Proven()));

    public Health Health => Locked(() =>
        _options.Time.GetElapsedTime(Proven()) > _options.StaleAfter ? Health.Stale
        : _follower.WishesToAsk ? Health.Recovering
        : _missing.Count > 0 ? Health.Gap
        : Health.Fresh);

    private long Now => _options.Time.GetTimestamp();

    /// <summary>Completes when it is known for the first time what the server has.</summary>
    /// <exception cref="LiveViewRefusedException">The server will not have this tier followed.</exception>
#pragma warning disable VSTHRD003 // nobody's task: it is completed by the first answer
    public Task KnownAsync(CancellationToken token) => _known.Task.WaitAsync(token);
#pragma warning restore VSTHRD003

    /// <summary>Waits for a change; null at the end.</summary>
    public async ValueTask<Change?> ReadAsync(CancellationToken token)
    {
        while (await _changes.Reader.WaitToReadAsync(token))
        {
            lock (_gate)
            {
                if (!_changes.Reader.TryRead(out var change))
                    continue;
                var unread = _unread;
                _unread = null;
                return unread is null ? change : change with { Unread = unread };
            }
        }

        return null;
    }

    public void Acknowledge()
    {
        lock (_gate)
            _missing.Clear();
    }

    /// <summary>A connection is a member of the tier's group. Unless another was until now, something may have been missed before.</summary>
    public void Joined(Lane lane, bool isContinuous)
    {
        lock (_gate)
        {
            _joined = lane;
            if (!isContinuous || _follower.WishesToAsk)
                Suspect(TimeSpan.Zero);
        }
    }

    /// <summary>No connection brings the tier any more.</summary>
    public void Lost()
    {
        lock (_gate)
        {
            _proven = Proven();
            _joined = null;
            _doubts++;
            _follower.Doubt();
            Wish(_options.PollAfter * (0.5 + _options.Dice()));
        }
    }

    /// <summary>Something may have been missed.</summary>
    public void Doubt()
    {
        lock (_gate)
            Suspect(Jitter());
    }

    /// <summary>Ends the wait of one who subscribes. A tier that was followed already is tried again, by and by: a bearer may have expired.</summary>
    public void Refuse(LiveViewRefusedException refusal) => IsRefused |= _known.TrySetException(refusal);

    /// <summary>An update came over a connection.</summary>
    public void Take(ViewerUpdate update)
    {
        if (update.Tier != Tier)
            return;
        lock (_gate)
        {
            var wished = _follower.WishesToAsk;
            Show(_follower.Take(update));
            if (!_follower.WishesToAsk)
                _moved = _proven = Now;
            else if (!wished)
                Suspect(Jitter()); // two publishers may cross, and many see the same gap: not all at once
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
#pragma warning disable VSTHRD003 // our own loop, begun by the constructor
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
#pragma warning restore VSTHRD003
        _changes.Writer.TryComplete();
        _known.TrySetCanceled(CancellationToken.None);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            TimeSpan wait;
            lock (_gate)
            {
                // Nothing to ask as long as a connection brings the tier, nothing is in doubt and something came lately.
                if (_due <= Now && _joined is not null && !_follower.WishesToAsk && _options.Time.GetElapsedTime(_moved) < _options.AuditEvery)
                    Rest();
                wait = _options.Time.GetElapsedTime(Now, _due);
            }

            if (wait > TimeSpan.Zero)
                await _bell.WaitAsync(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), _stop.Token);
            else
                await AskAsync();
        }
    }

    private async Task AskAsync()
    {
        var (after, seen) = Locked(() => (_follower.AskFrom, _doubts));
        try
        {
            var (answer, skew) = await _doors.CatchUpAsync(Tier, after, _stop.Token);
            lock (_gate)
            {
                _skew = skew;
                Judge(answer, seen);
            }
        }
#pragma warning disable CA1031 // the loop must survive whatever goes wrong on the way, a bearer or a handler of the application included
        catch (Exception fault) when (!_stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _options.Report(fault);
            var refusal = fault as LiveViewRefusedException;
            if (refusal is { IsFinal: true })
                _known.TrySetException(refusal);
            lock (_gate)
            {
                _follower.Doubt();
                Retry(refusal?.RetryAfter);
            }
        }
    }

    private void Judge(CatchUpAnswer answer, int seen)
    {
        Show(_follower.Take(answer));
        if (_follower.WishesToAsk)
        {
            Retry(null); // older than what was heard already, or not proven
            return;
        }

        _moved = _proven = Now;
        _failures = 0;
        _known.TrySetResult();
        if (_doubts == seen)
        {
            Rest();
            return;
        }

        _follower.Doubt(); // asked for anew meanwhile
        _due = Now;
    }

    private void Show(IReadOnlyList<Change> changes)
    {
        foreach (var change in changes)
        {
            // A document that moves on is whole again; a log keeps its hole until someone has taken note of it.
            if (change.Entries.Count == 0)
                _missing.Clear();
            if (change.Missing is { } missing)
            {
                if (_missing.Count == MostMissing)
                    _missing.RemoveAt(0);
                _missing.Add(missing);
            }

            _committed = change.Committed ?? _committed;
            _latest = change;
            _changes.Writer.TryWrite(change);
        }
    }

    // Called while a change is written, so within the gate.
    private void Dropped(Change change)
    {
        Conflated++;
        if (change.Entries.Count > 0)
            _unread = (_unread?.From ?? change.Position.Offset, change.Position.Offset);
    }

    private void Suspect(TimeSpan within)
    {
        _doubts++;
        _follower.Doubt();
        Wish(within);
    }

    // While failing, the backoff stands: a server in trouble is not asked more often because more goes wrong.
    private void Wish(TimeSpan within)
    {
        if (_failures == 0)
            _due = Math.Min(_due, After(within));
        _bell.Ring();
    }

    private void Retry(TimeSpan? asked)
    {
        var wait = Backoff.After(++_failures, _options.Dice());
        _due = After(asked is { } told ? told + TimeSpan.FromSeconds(_options.Dice()) : wait);
    }

    private void Rest()
    {
        var jitter = 0.75 + (0.5 * _options.Dice());
        var quiet = _options.AuditEvery - _options.Time.GetElapsedTime(_moved);
        _due = After(jitter * (_joined is null ? _options.PollEvery : quiet > TimeSpan.FromSeconds(1) ? quiet : TimeSpan.FromSeconds(1)));
    }

    private TimeSpan Jitter() => TimeSpan.FromMilliseconds(50 + (200 * _options.Dice()));

    /// <summary>When what is shown was last known to be current: a living connection is proof, unless there is doubt.</summary>
    private long Proven() => _joined is { } lane && !_follower.WishesToAsk ? Math.Max(_proven, lane.Heard) : _proven;

    private long After(TimeSpan wait) => Now + (long)(wait.TotalSeconds * _options.Time.TimestampFrequency);

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }
}
