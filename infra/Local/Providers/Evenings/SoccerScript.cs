using static LiveView.Local.Providers.ScriptWriter;

namespace LiveView.Local.Providers;

/// <summary>Two halves with stoppage time; extra time and penalties when the evening wants them.</summary>
internal static class SoccerScript
{
    private static readonly PlayKind[] Goals =
        [PlayKind.Goal, PlayKind.Goal, PlayKind.Goal, PlayKind.Goal, PlayKind.Header, PlayKind.Header, PlayKind.Volley, PlayKind.FreeKick, PlayKind.Penalty];

    public static Script Write(ScriptWriter match, Twists twists)
    {
        var first = match.Chance.Between(1, 4);
        Happenings(match, 1, 45 + first);
        if (twists.HasFlag(Twists.Reversal))
            match.AddTakenBack(22.4, 2.6, 1, PlayKind.Goal, match.Toss(), 1);
        match.Run(Stage.FirstHalf, 1, 45 + first, 0, (45 + first) * 60);
        match.Run(Stage.Halftime, 1, 15, (45 + first) * 60 - 1, (45 + first) * 60 - 1);

        var second = match.Chance.Between(3, 7);
        Happenings(match, 2, 45 + second);
        Twist(match, twists);
        // Seen in the real feed: for a moment a half is just "in progress".
        match.Run(Stage.SecondHalf, 2, 9, 2700, 3240);
        match.Run(Stage.Live, 2, 1, 3240, 3300);
        match.Run(Stage.SecondHalf, 2, 35 + second, 3300, (90 + second) * 60);
        if (!twists.HasFlag(Twists.Overtime))
            return match.End(Stage.FullTime, 2, (90 + second) * 60 - 1);

        match.Level((play, points) => play with { Kind = PlayKind.YellowCard, Points = points });
        return ExtraTime(match, twists.HasFlag(Twists.Shootout));
    }

    private static void Happenings(ScriptWriter match, int period, int minutes)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            var at = match.Now + Minutes(minute + 0.05 + match.Chance.Unit() * 0.9);
            if (match.Chance.Happens(0.028))
                match.Add(at, period, match.Chance.Pick(Goals), match.Toss(0.55), 1);
            else if (match.Chance.Happens(0.04))
                Card(match, at, period);
        }
    }

    /// <summary>A card; some come without a name, as they do in the real feed.</summary>
    private static void Card(ScriptWriter match, TimeSpan at, int period) => match.Add(new Play
    {
        At = at,
        Period = period,
        Kind = PlayKind.YellowCard,
        Side = match.Toss(),
        Text = PlayKind.YellowCard.Text,
    });

    private static void Twist(ScriptWriter match, Twists twists)
    {
        if (twists.HasFlag(Twists.OwnGoal))
        {
            var unlucky = match.Someone(Side.Away);
            match.Add(new Play { At = match.Now + Minutes(12.3), Period = 2, Kind = PlayKind.OwnGoal, Side = Side.Home, Points = 1, Athlete = unlucky, Text = $"{unlucky.FullName}: Own Goal" });
        }

        if (twists.HasFlag(Twists.Penalty))
            match.Add(match.Now + Minutes(18.6), 2, PlayKind.Penalty, match.Toss(), 1);
        if (twists.HasFlag(Twists.RedCard))
            match.Add(match.Now + Minutes(18.1), 2, PlayKind.RedCard, match.Toss());
        match.Add(match.Now + Minutes(45.8), 2, PlayKind.YellowCard, match.Toss());
    }

    private static Script ExtraTime(ScriptWriter match, bool shootout)
    {
        if (!shootout)
            match.Add(match.Now + Minutes(8.3), 3, PlayKind.Header, match.Toss(), 1);
        match.Run(Stage.ExtraTime, 3, 16, 5400, 6360);
        match.Run(Stage.ExtraTime, 4, 17, 6300, 7320);
        if (!shootout)
            return match.End(Stage.FinalAfterExtraTime, 4, 7319);

        match.Run(Stage.ExtraTimeEnd, 4, 4, 7319, 7319);
        var start = match.Now;
        var kicks = Shootout(match, start);
        match.Run(Stage.Shootout, 5, kicks * 0.75 + 0.5, 7199, 7199);
        return match.End(Stage.FinalAfterPenalties, 5, 7199);
    }

    /// <summary>Kick by kick until one side cannot be caught; a kick that misses has no row.</summary>
    private static int Shootout(ScriptWriter match, TimeSpan start)
    {
        int[] scored = [0, 0];
        int[] taken = [0, 0];
        var kick = 0;
        var decided = false;
        while (!decided)
        {
            var side = (Side)(kick % 2);
            taken[kick % 2]++;
            if (match.Chance.Happens(0.72))
            {
                scored[kick % 2]++;
                match.Add(start + Minutes(0.5 + kick * 0.75), 5, PlayKind.ShootoutKick, side);
            }

            var left = (Home: Math.Max(0, 5 - taken[0]), Away: Math.Max(0, 5 - taken[1]));
            var uncatchable = scored[0] > scored[1] + left.Away || scored[1] > scored[0] + left.Home;
            decided = uncatchable && (taken[0] == taken[1] || taken[0] <= 5);
            kick++;
        }

        return kick;
    }
}
