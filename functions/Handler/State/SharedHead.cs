namespace LiveView.Handler.State;

/// <summary>
/// Looks at the head of one topic for many viewers at once. Nobody is ever told a head that was read before it asked: a viewer joins its
/// group and then asks, and what was published before it joined is in no later message. So a look that is under way is not shared; those
/// who ask wait for the next one, and the more they are the longer it waits for others:
/// <code>
///   wait since the last look began = 10 ms × those who asked within the last second or two, at most 1 s
/// </code>
/// One who comes alone is answered at once; at a hundred viewers a second and above, a topic is looked at once a second.
/// </summary>
internal sealed class SharedHead(Func<Task<StoredHead?>> look, TimeProvider time)
{
    private static readonly TimeSpan PerViewer = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Crowd<StoredHead?>? _next; // waits for a look that has not begun to read
    private long? _began;
    private long _second;
    private int _asked;
    private int _askedBefore;

    /// <summary>Whether nobody has asked for a while, nor waits.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
                return _next is null && (_began is not { } began || time.GetElapsedTime(began) > Longest + Longest);
        }
    }

    /// <summary>The head as it is now, or null when the topic has none.</summary>
    /// <param name="token">Ends the caller's wait, not the look.</param>
    public Task<StoredHead?> AskAsync(CancellationToken token)
    {
        lock (_gate)
        {
            var wait = Pace(Asked()) - (_began is { } began ? time.GetElapsedTime(began) : Longest);
            if (_next is null && wait > TimeSpan.Zero)
            {
                _next = new();
                _next.Tell(() => LaterAsync(wait));
            }

            if (_next is { } next)
                return next.WaitAsync(token);
            _began = time.GetTimestamp();
        }

        return look().WaitAsync(token);
    }

    private async Task<StoredHead?> LaterAsync(TimeSpan wait)
    {
        await Task.Delay(wait, time, CancellationToken.None);
        lock (_gate)
        {
            _next = null; // from here on it reads, and whoever asks waits for the next
            _began = time.GetTimestamp();
        }

        return await look();
    }

    private static TimeSpan Pace(int asked) => asked * PerViewer < Longest ? asked * PerViewer : Longest;

    // Counts in two halves, this second and the one before: as good as a sliding count, and two numbers.
    private int Asked()
    {
        var second = time.GetTimestamp() / time.TimestampFrequency;
        if (second != _second)
            (_askedBefore, _asked, _second) = (second == _second + 1 ? _asked : 0, 0, second);
        return _askedBefore + ++_asked;
    }
}
