using System.Text;
using LiveView.Client;
using LiveView.Core.Recovery;
using LiveView.Testing.Watching;

namespace LiveView.Viewer.Tests;

/// <summary>A viewer on <see cref="LiveViewClient"/>.</summary>
internal sealed class WatchedByClient : Watched
{
    private readonly CountingTime _time = new();
    private readonly Following _following;

    public WatchedByClient(World world, string tier, Patience patience)
    {
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
        _following = new(options, tier, Note);
    }

    public override string Health => _following.Subscription is null ? "recovering" : $"{_following.Subscription.Health}".ToLowerInvariant();

    public override Task<(int Handlers, long Heap)> CountAsync()
    {
#pragma warning disable S1215 // what is left when nothing can be collected any more is what is asked for
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Task.FromResult((_time.Timers, GC.GetTotalMemory(forceFullCollection: true)));
#pragma warning restore S1215
    }

    public override Task<(TimeSpan? Age, TimeSpan Checked)> AgeAsync() => Task.FromResult((_following.Subscription?.Age, _following.Subscription?.Checked ?? TimeSpan.MaxValue));

    public override Task EndAsync() => _following.Client.DisposeAsync().AsTask();

    public override ValueTask DisposeAsync() => _following.DisposeAsync();

    private void Note(Change change) => Note(new Shown(
        change.Position.Offset,
        change.Entries.Count == 0 ? Encoding.UTF8.GetString(change.Document.Span) : null,
        [.. change.Entries.Select(static entry => Encoding.UTF8.GetString(entry.Span))],
        change.Whole && change.Missing?.Reason != GapReason.Retention,
        change.Missing is not null));

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
