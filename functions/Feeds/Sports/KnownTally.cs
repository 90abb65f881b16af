namespace LiveView.Feeds.Sports;

/// <summary>
/// The score that a provider told of a match, as far as the poller has to know it: a lower one than before is believed only when it is said
/// twice, so the second time it is passed on as well, even in the same words.
/// </summary>
/// <param name="Home">The last points of the home side.</param>
/// <param name="Away">The last points of the away side.</param>
/// <param name="Settled">The score below which nothing is believed at once.</param>
/// <param name="Again">Whether it has to be heard once more.</param>
internal readonly record struct KnownTally(int? Home, int? Away, Points Settled, bool Again)
{
    public KnownTally After(Match match)
    {
        if (!Result.HasScore(match))
            return this with { Again = false };
        var (home, away) = (match.Home.Score ?? Home, match.Away.Score ?? Away);
        var points = new Points(home ?? 0, away ?? 0);
        return points.Covers(Settled) || (Again && (home, away) == (Home, Away))
            ? new(home, away, points, false)
            : new(home, away, Settled, true);
    }
}
