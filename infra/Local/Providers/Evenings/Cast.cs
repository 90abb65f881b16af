namespace LiveView.Local.Providers;

/// <summary>Deals the twists of an evening to the matches of a league.</summary>
internal static class Cast
{
    /// <summary>The twists of the <paramref name="match"/>th match: the same hand every evening, dealt from another place.</summary>
    public static Twists Of(League league, long evening, int match)
    {
        var hand = Hand(league.Sport, evening);
        var twists = hand[(int)((match + evening) % hand.Length)];
        // Only a late match has time to be without teams.
        return league.Sport is Sport.Soccer or Sport.Football && match == league.MatchesAnEvening - 1 ? twists | Twists.Placeholder : twists;
    }

    private static Twists[] Hand(Sport sport, long evening) => sport switch
    {
        Sport.Soccer =>
        [
            Twists.Reversal | Twists.OwnGoal,
            Twists.Penalty | Twists.RedCard,
            evening % 2 == 0 ? Twists.Overtime | Twists.Shootout : Twists.Overtime,
            Twists.Postponed,
            Twists.NullScore,
        ],
        Sport.Basketball => [Twists.Correction, Twists.None, Twists.Overtime, Twists.ObjectScore, Twists.None],
        Sport.Football => [Twists.Correction, Twists.LateCorrection, Twists.Overtime, Twists.None],
        Sport.Baseball => [Twists.Overtime, Twists.RainDelay, Twists.Correction, Twists.None],
        Sport.Hockey => [Twists.Overtime, Twists.Shootout, Twists.UnknownStatus, Twists.Correction, Twists.None],
    };
}
