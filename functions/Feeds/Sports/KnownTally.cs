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
    // The longest that a fall can be weighed by the jury: it is believed after 180 s, for 180 s more a rise is taken for an echo of it, and
    // such a rise is believed after 60 s; twice a poll in between may be the slowest there is, 120 s.
    private static readonly TimeSpan Doubted = TimeSpan.FromSeconds(180 + 180 + 60 + (2 * 120));

    public KnownTally After(Match match, DateTimeOffset now)
    {
        // Whether numbers count while a match is off depends on what a fold remembers of it; here they do.
        var (home, away) = match.Status?.Phase == MatchPhase.Scheduled ? (Home, Away) : (match.Home.Score ?? Home, match.Away.Score ?? Away);
        var until = home < Home || away < Away ? now + Doubted : Until;
        return new(home, away, until, now < until);
    }
}
