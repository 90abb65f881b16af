using static LiveView.Local.Providers.ScriptWriter;

namespace LiveView.Local.Providers;

/// <summary>Four quarters of possessions that alternate; overtime until somebody leads.</summary>
internal static class BasketballScript
{
    private const double QuarterMinutes = 28; // twelve minutes of play take about so long on the wall

    public static Script Write(ScriptWriter match, Twists twists)
    {
        for (var quarter = 1; quarter <= 4; quarter++)
        {
            Possessions(match, quarter, QuarterMinutes, 50);
            if (quarter == 2 && twists.HasFlag(Twists.Correction))
                Correction(match);
            match.Run(Stage.Live, quarter, QuarterMinutes, 720, 0);
            if (quarter < 4)
                match.Run(quarter == 2 ? Stage.Halftime : Stage.PeriodEnd, quarter, quarter == 2 ? 15 : 3);
        }

        if (!twists.HasFlag(Twists.Overtime))
        {
            Decide(match, 4);
            return match.End(Stage.Final, 4);
        }

        match.Level(Reduced);
        match.Run(Stage.PeriodEnd, 4, 3);
        Possessions(match, 5, 11, 20);
        match.Run(Stage.Live, 5, 11, 300, 0, "OT");
        Decide(match, 5);
        return match.End(Stage.Final, 5, note: "OT");
    }

    private static void Possessions(ScriptWriter match, int period, double minutes, int possessions)
    {
        var offence = match.Toss(0.5);
        for (var i = 0; i < possessions; i++, offence = Other(offence))
        {
            var at = match.Now + Minutes(minutes * (i + 0.2 + match.Chance.Unit() * 0.5) / possessions);
            var (kind, points) = match.Chance.Unit() switch
            {
                < 0.37 => (PlayKind.TwoPointer, 2),
                < 0.48 => (PlayKind.ThreePointer, 3),
                < 0.57 => (PlayKind.FreeThrow, 1),
                < 0.70 => (PlayKind.Turnover, 0),
                _ => (PlayKind.Miss, 0),
            };
            match.Add(at, period, kind, offence, points);
        }
    }

    /// <summary>A three is published; the officials find a foot on the line, and it is a two.</summary>
    private static void Correction(ScriptWriter match)
    {
        var at = match.Now + Minutes(11.1);
        var corrected = at + Minutes(3);
        match.AddTakenBack(11.1, 3, 2, PlayKind.ThreePointer, Side.Home, 3);
        match.Add(new Play { At = at, Shown = corrected, Period = 2, Kind = PlayKind.TwoPointer, Side = Side.Home, Points = 2, Text = "Changed by the officials: two points" });
    }

    private static Play Reduced(Play play, int points) => play with
    {
        Points = points,
        Kind = points switch { 0 => PlayKind.Miss, 1 => PlayKind.FreeThrow, _ => PlayKind.TwoPointer },
    };

    /// <summary>A basket with the horn, when it would otherwise be level.</summary>
    private static void Decide(ScriptWriter match, int period)
    {
        if (match.Lead() == 0)
            match.Add(match.Now - TimeSpan.FromSeconds(4), period, PlayKind.TwoPointer, match.Toss(), 2);
    }
}
