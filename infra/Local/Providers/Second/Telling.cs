namespace LiveView.Local.Providers;

/// <summary>What of a play the play-by-plays tell: the clock at it, and the score after it.</summary>
/// <param name="Play">The play.</param>
/// <param name="Number">Its place among all plays that were ever told; it keeps it when an earlier one is taken back.</param>
/// <param name="Seconds">The clock.</param>
/// <param name="Home">The home side's points after it.</param>
/// <param name="Away">The away side's points after it.</param>
internal sealed record Telling(Play Play, int Number, double Seconds, int Home, int Away)
{
    public static IReadOnlyList<Telling> Of(MatchState match)
    {
        List<Telling> tellings = [];
        var (home, away) = (0, 0);
        for (var i = 0; i < match.Known.Count; i++)
        {
            var play = match.Known[i];
            if (!play.StandsAt(match.Elapsed))
                continue;
            home += play.Side == Side.Home ? play.Points : 0;
            away += play.Side == Side.Away ? play.Points : 0;
            tellings.Add(new(play, i + 1, match.Match.Script.StretchAt(play.At).ClockAt(play.At), home, away));
        }

        return tellings;
    }
}
