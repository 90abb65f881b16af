namespace LiveView.Feeds.Sports;

/// <summary>
/// How a result came about. Providers mean different things by "the score" (after 90 minutes, after extra time), so each is kept apart:
/// <c>score</c> is after overtime, <c>regulation</c> before it, <c>shootout</c> beside both.
/// </summary>
internal static class Result
{
    private const int SoccerMinutes = 90;
    private const int SoccerPeriods = 2;

    /// <summary>Whether a score means anything yet: providers send 0 for what has not begun.</summary>
    public static bool HasScore(Match match) => match.Status?.Phase switch
    {
        MatchPhase.Scheduled => false,
        { IsOff: true } => match.Home.Score is > 0 || match.Away.Score is > 0 || match.Status.Period is > 0,
        _ => true,
    };

    public static string DecidedBy(Match match)
    {
        if (match.Home.Shootout is not null || match.Away.Shootout is not null || match.Status is { Name: "final-pen" })
            return "penalties";
        if (match.Status?.Detail?.EndsWith("/SO", StringComparison.Ordinal) == true)
            return "shootout";
        if (!IsOver(match))
            return "regulation";
        return match.League.IsSoccer ? "extra-time" : "overtime";
    }

    /// <summary>A side's score before overtime, where what was said tells it beyond doubt.</summary>
    public static int? Regulation(Match match, Side side)
    {
        if (side.Regulation is not null)
            return side.Regulation;
        if (!IsOver(match))
            return null;
        return match.League.IsSoccer ? FromGoals(match, side) : FromPeriods(match, side);
    }

    /// <summary>Whether a finished side has won by its numbers, for a provider that does not say.</summary>
    public static bool? IsAhead(Side side, Side other) =>
        side.Score is null || other.Score is null ? null
        : side.Score != other.Score ? side.Score > other.Score
        : (side.Shootout ?? 0) > (other.Shootout ?? 0);

    // Whether the match went beyond its regular periods.
    private static bool IsOver(Match match) => match.League.IsSoccer
        ? match.Status is { Period: > SoccerPeriods } or { Name: "final-aet" or "final-pen" }
        : match.Periods is { } regular && match.Status?.Period > regular;

    // The goals' teams are the provider's attribution, own goals included: believed only when they add up to the score.
    private static int? FromGoals(Match match, Side side)
    {
        if (match.Incidents is not { } incidents)
            return null;
        var (all, regular) = (0, 0);
        foreach (var goal in incidents)
        {
            if (!goal.Scores || goal.Key.Team != side.TeamId)
                continue;
            if (goal.Minute is not { } minute)
                return null;
            all++;
            regular += minute.Played <= SoccerMinutes ? 1 : 0;
        }

        return all == side.Score ? regular : null;
    }

    private static int? FromPeriods(Match match, Side side) =>
        side.Points is { } points && match.Periods is { } regular && points.Count > regular && points.Sum() == side.Score
            ? points.Take(regular).Sum()
            : null;
}
