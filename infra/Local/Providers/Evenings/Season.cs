namespace LiveView.Local.Providers;

/// <summary>
/// Evening after evening without end. Without a start of its own a season lies on the world's clock, so that a provider that is
/// started again goes on with the matches it had: what consumers keep about them stays true.
/// </summary>
/// <param name="seed">Another seed, another world.</param>
/// <param name="speed">Match minutes in a real minute.</param>
/// <param name="start">When an evening begins; null for the world's clock (at speed 10 every 40 minutes from midnight UTC).</param>
internal sealed class Season(int seed, double speed, DateTimeOffset? start)
{
    /// <summary>How long a finished match stays on the board, in match time.</summary>
    private static readonly TimeSpan Lingers = TimeSpan.FromMinutes(60);

    private readonly TimeSpan _length = Evening.MatchTime / speed;
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Evening> _written = [];

    public Evening EveningAt(DateTimeOffset instant)
    {
        var anchor = start ?? DateTimeOffset.UnixEpoch;
        var sinceAnchor = (long)Math.Floor((instant - anchor) / _length);
        var first = (anchor - DateTimeOffset.UnixEpoch).Ticks / _length.Ticks;
        return Written(first + sinceAnchor, anchor + sinceAnchor * _length);
    }

    /// <summary>This evening's matches, and those of the last one that are not over or have just ended.</summary>
    public IReadOnlyList<MatchState> BoardAt(DateTimeOffset instant)
    {
        var tonight = EveningAt(instant);
        var before = EveningAt(tonight.Start - _length / 2);
        var late = before.Matches.Where(match => instant < match.Ends + Lingers / speed);
        return [.. late.Concat(tonight.Matches).Select(match => match.At(instant))];
    }

    /// <summary>Evenings are written once and kept while they are of use; this is memory of a pure function, not state.</summary>
    private Evening Written(long number, DateTimeOffset begins)
    {
        lock (_gate)
        {
            if (_written.TryGetValue(number, out var evening))
                return evening;
            if (_written.Count >= 4)
                _written.Clear();
            return _written[number] = new Evening(seed, number, begins, speed);
        }
    }
}
