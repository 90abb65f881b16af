using static LiveView.Local.Providers.ScriptWriter;

namespace LiveView.Local.Providers;

/// <summary>Three periods, sudden death, then a shootout.</summary>
internal static class HockeyScript
{
    private const double PeriodMinutes = 38; // twenty minutes of play on the wall
    private const double RepairMinutes = 5;

    public static Script Write(ScriptWriter match, Twists twists)
    {
        var beyond = (twists & (Twists.Overtime | Twists.Shootout)) != Twists.None;
        for (var period = 1; period <= 3; period++)
        {
            Shifts(match, period, period == 2 && twists.HasFlag(Twists.UnknownStatus) ? RepairMinutes : 0);
            if (period == 2 && twists.HasFlag(Twists.Correction))
                match.AddTakenBack(20.3, 3, 2, PlayKind.HockeyGoal, Side.Away, 1);
            Period(match, period, twists);
            if (period < 3 || beyond)
                match.Run(Stage.PeriodEnd, period, period < 3 ? 17 : 2);
        }

        if (beyond)
        {
            match.Level((play, points) => play with { Kind = PlayKind.Shot, Points = points });
            return SuddenDeath(match, twists.HasFlag(Twists.Shootout));
        }

        if (match.Lead() == 0)
            match.Add(match.Now - TimeSpan.FromSeconds(30), 3, PlayKind.HockeyGoal, match.Toss(), 1);
        return match.End(Stage.Final, 3);
    }

    private static void Period(ScriptWriter match, int period, Twists twists)
    {
        if (period != 2 || !twists.HasFlag(Twists.UnknownStatus))
        {
            match.Run(Stage.Live, period, PeriodMinutes, 1200, 0);
            return;
        }

        match.Run(Stage.Live, period, PeriodMinutes / 2, 1200, 600);
        match.Run(Stage.Unknown, period, RepairMinutes, 600, 600);
        match.Run(Stage.Live, period, PeriodMinutes / 2, 600, 0);
    }

    private static void Shifts(ScriptWriter match, int period, double pause)
    {
        for (var i = 0; i < 50; i++)
        {
            var at = match.Now + Minutes(PeriodMinutes * (i + 0.2 + match.Chance.Unit() * 0.6) / 50 + (i < 25 ? 0 : pause));
            var kind = match.Chance.Unit() switch
            {
                < 0.04 => PlayKind.HockeyGoal,
                < 0.10 => PlayKind.HockeyPenalty,
                < 0.45 => PlayKind.Shot,
                < 0.75 => PlayKind.Hit,
                _ => PlayKind.Faceoff,
            };
            match.Add(at, period, kind, match.Toss(), kind == PlayKind.HockeyGoal ? 1 : 0);
        }
    }

    private static Script SuddenDeath(ScriptWriter match, bool shootout)
    {
        if (!shootout)
        {
            match.Run(Stage.Live, 4, 6, 300, 121, "OT");
            match.Add(match.Now - TimeSpan.FromSeconds(2), 4, PlayKind.HockeyGoal, match.Toss(), 1);
            return match.End(Stage.Final, 4, note: "OT");
        }

        match.Run(Stage.Live, 4, 10, 300, 0, "OT");
        match.Run(Stage.Live, 5, 7, note: "SO");
        match.Add(match.Now - TimeSpan.FromSeconds(2), 5, PlayKind.ShootoutComplete, match.Toss(), 1);
        return match.End(Stage.Final, 5, note: "SO");
    }
}
