using System.Text;
using LiveView.Client;
using LiveView.Core.Recovery;

namespace LiveView.Viewer.Tests;

/// <summary>A viewer on <see cref="LiveViewClient"/>.</summary>
internal sealed class WatchedByClient : Watched
{
    private readonly CancellationTokenSource _stop = new();
    private readonly LiveViewClient _client;
    private readonly CountingTime _time = new();
    private readonly string _tier;
    private readonly Task _watching;
    private volatile Subscription? _subscription;

    public WatchedByClient(World world, string tier, Patience patience)
    {
        _tier = tier;
        var options = new LiveViewClientOptions
        {
            Server = world.Server,
            Time = _time,
            Linger = TimeSpan.FromSeconds(1),
            OnError = error => NoteError(error.Message),
            PollAfter = TimeSpan.FromMilliseconds(patience.PollAfter),
            PollEvery = TimeSpan.FromMilliseconds(patience.PollEvery),
            AuditEvery = TimeSpan.FromMilliseconds(patience.AuditEvery),
            StaleAfter = TimeSpan.FromMilliseconds(patience.StaleAfter),
        };
        if (patience.Dice is { } dice)
            options.Dice = () => dice;
        _client = new(options);
        _watching = WatchAsync();
    }

    public override string Health => _subscription is null ? "recovering" : $"{_subscription.Health}".ToLowerInvariant();

    public override Task<(int Handlers, long Heap)> CountAsync()
    {
#pragma warning disable S1215 // what is left when nothing can be collected any more is what is asked for
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Task.FromResult((_time.Timers, GC.GetTotalMemory(forceFullCollection: true)));
#pragma warning restore S1215
    }

    public override Task<(TimeSpan? Age, TimeSpan Checked)> AgeAsync() => Task.FromResult((_subscription?.Age, _subscription?.Checked ?? TimeSpan.MaxValue));

    public override Task EndAsync() => _client.DisposeAsync().AsTask();

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _client.DisposeAsync();
#pragma warning disable VSTHRD003 // our own loop, begun by the constructor
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
#pragma warning restore VSTHRD003
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        _subscription = await _client.SubscribeAsync(_tier, _stop.Token);
        await foreach (var change in _subscription.WithCancellation(_stop.Token))
        {
            Note(new(
                change.Position.Offset,
                change.Entries.Count == 0 ? Encoding.UTF8.GetString(change.Document.Span) : null,
                [.. change.Entries.Select(static entry => Encoding.UTF8.GetString(entry.Span))],
                change.Whole && change.Missing?.Reason != GapReason.Retention,
                change.Missing is not null));
        }
    }

    /// <summary>The clock of this machine, which knows how many timers wait on it.</summary>
    private sealed class CountingTime : TimeProvider
    {
        private int _timers;

        public int Timers => Volatile.Read(ref _timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _timers);
            return new Counted(this, System.CreateTimer(callback, state, dueTime, period));
        }

        private sealed class Counted(CountingTime time, ITimer timer) : ITimer
        {
            private int _gone;

            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                if (Interlocked.Exchange(ref _gone, 1) == 0)
                    Interlocked.Decrement(ref time._timers);
                timer.Dispose();
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
