using System.Globalization;

namespace LiveView.Feeds.Sports;

/// <summary>How far a match is, to tell which of two statuses is the later one. A clock may count up or down, or there is none.</summary>
internal static class Progress
{
    public static int Compare(MatchStatus a, MatchStatus b)
    {
        var phase = Rank(a.Phase).CompareTo(Rank(b.Phase));
        if (phase != 0 || !a.Phase.IsOn)
            return phase;
        if (a.Period is { } one && b.Period is { } other && one != other)
            return one.CompareTo(other);
        if (a.Half is { } half && b.Half is { } otherHalf && half != otherHalf)
            return half.CompareTo(otherHalf);
        if (a.Phase != b.Phase)
            return a.Phase == MatchPhase.Break ? 1 : -1;
        if (a.Minute is { } minute && b.Minute is { } otherMinute)
            return (minute.Played, minute.Added ?? 0).CompareTo((otherMinute.Played, otherMinute.Added ?? 0));
        return Left(a.Clock) is { } left && Left(b.Clock) is { } otherLeft ? otherLeft.CompareTo(left) : 0;
    }

    private static int Rank(MatchPhase phase) => phase switch
    {
        MatchPhase.Scheduled => 0,
        MatchPhase.Live or MatchPhase.Break => 2,
        MatchPhase.Finished => 3,
        _ => 1,
    };

    // "7:25" or "48.3", in seconds.
    private static decimal? Left(string? clock)
    {
        var parts = clock?.Split(':') ?? [];
        if (parts.Length is 0 or > 2 || !decimal.TryParse(parts[^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return null;
        if (parts.Length == 1)
            return seconds;
        return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? (60 * minutes) + seconds : null;
    }
}
