namespace LiveView.Handler.State;

/// <summary>
/// Looks at the head of one topic for many viewers at once. Nobody is ever told a head that was read before it asked: a viewer joins its
/// group and then asks, and what was published before it joined is in no later message. So a look that is under way is not shared; those
/// who ask wait for the next one, and the more they are the longer it waits for others:
/// <code>
///   wait since the last look began = 10 ms × those who asked within the last second or two, at most 1 s: then they are a crowd
///                                    3 s, for half a minute after a crowd, of one who comes back
///                                    never more than 150 ms, of one who is new
/// </code>
/// One who comes alone is answered at once. After a crowd nobody comes back alone: who failed longest comes last, one by one, for as long as
/// a viewer's backoff goes, and would cost a look each. Who is new has nothing to show yet, so he is hardly kept; whoever waits goes with him.
/// </summary>
internal sealed class SharedHead(Func<Task<StoredHead?>> look, TimeProvider time)
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan PerViewer = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Newcomer = TimeSpan.FromMilliseconds(150); // 95 of 100 are to be answered within 200
    private static readonly TimeSpan Crowded = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    /// <summary>The longest that a viewer waits before it tries again.</summary>
    private static readonly TimeSpan Stragglers = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private Crowd<StoredHead?>? _next; // waits for a look that has not begun to read
    private long _leaves;
    private long? _began;
    private long? _crowd;
    private long _second;
    private int _asked;
    private int _askedBefore;

    /// <summary>Whether nobody has asked for a while, nor waits.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
                return _next is null && !IsCrowd && (_began is not { } began || time.GetElapsedTime(began) > Longest);
        }
    }

    /// <summary>The wait for the next look, held so that it has an owner; it never fails.</summary>
    public Task Leaving { get; private set; } = Task.CompletedTask;

    private bool IsCrowd => _crowd is { } came && time.GetElapsedTime(came) < Stragglers;

    /// <summary>The head as it is now, or null when the topic has none.</summary>
    /// <param name="isNew">The caller has nothing to show yet.</param>
    /// <param name="token">Ends the caller's wait, not the look.</param>
    public Task<StoredHead?> AskAsync(bool isNew, CancellationToken token)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var wait = Pace(isNew) - (_began is { } began ? time.GetElapsedTime(began, now) : Longest);
            if (_next is not null || wait > TimeSpan.Zero)
                return Join(now, wait).WaitAsync(token);
            _began = now;
        }

        return look().WaitAsync(token);
    }

    private Crowd<StoredHead?> Join(long now, TimeSpan wait)
    {
        wait = wait > Least ? wait : Least;
        var leaves = now + (long)(wait.TotalSeconds * time.TimestampFrequency);
        if (_next is not null && leaves >= _leaves)
            return _next;
        (_next, _leaves) = (_next ?? new(), leaves);
        Leaving = LeaveAsync(_next, wait);
        return _next;
    }

    private async Task LeaveAsync(Crowd<StoredHead?> crowd, TimeSpan wait)
    {
        await Task.Delay(wait, time, CancellationToken.None);
        lock (_gate)
        {
            if (_next != crowd)
                return; // it has gone with somebody who is new
            _next = null; // from here on it reads, and whoever asks waits for the next
            _began = time.GetTimestamp();
        }

        crowd.Tell(look);
    }

    private TimeSpan Pace(bool isNew)
    {
        var pace = Asked() * PerViewer;
        if (pace >= Crowded)
            (pace, _crowd) = (Crowded, time.GetTimestamp());
        if (isNew)
            return pace < Newcomer ? pace : Newcomer;
        return IsCrowd ? Longest : pace;
    }

    // Counts in two halves, this second and the one before: as good as a sliding count, and two numbers.
    private int Asked()
    {
        var second = time.GetTimestamp() / time.TimestampFrequency;
        if (second != _second)
            (_askedBefore, _asked, _second) = (second == _second + 1 ? _asked : 0, 0, second);
        return _askedBefore + ++_asked;
    }
}
