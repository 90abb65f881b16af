namespace LiveView.Feeds.Sports;

/// <summary>
/// The score that a provider told of a match, as far as the poller has to know it. A lower one than before is not believed at once, and a
/// fold hears nothing of an answer that was not passed on: for a while after it the match is said again with every poll, even in the same words.
/// </summary>
/// <param name="Home">The last points of the home side.</param>
/// <param name="Away">The last points of the away side.</param>
/// <param name="Until">Until when it is said again.</param>
/// <param name="Again">Whether it is said again the next time.</param>
internal readonly record struct KnownTally(int? Home, int? Away, DateTimeOffset Until, bool Again)
{
    // Longer than the longest that a score is doubted.
    private static readonly TimeSpan Doubted = TimeSpan.FromSeconds(200);

    public KnownTally After(Match match, DateTimeOffset now)
    {
        var (home, away) = Result.HasScore(match) ? (match.Home.Score ?? Home, match.Away.Score ?? Away) : (Home, Away);
        var until = home < Home || away < Away ? now + Doubted : Until;
        return new(home, away, until, now < until);
    }
}
