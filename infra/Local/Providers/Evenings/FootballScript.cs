using static LiveView.Local.Providers.ScriptWriter;

namespace LiveView.Local.Providers;

/// <summary>Six drives a quarter, the sides in turn; a drive ends in points, a punt or the end of the half.</summary>
internal static class FootballScript
{
    private const int DrivesAQuarter = 6;
    private const double DriveMinutes = 7; // a quarter of 15 minutes takes 42 on the wall
    private const int Touchdown = 6;
    private const int FieldGoal = 3;

    public static Script Write(ScriptWriter match, Twists twists)
    {
        for (var quarter = 1; quarter <= 4; quarter++)
        {
            for (var drive = 0; drive < DrivesAQuarter; drive++)
            {
                var overturned = quarter == 2 && drive == 2 && twists.HasFlag(Twists.Correction);
                Drive(match, quarter, drive, overturned ? 0 : Outcome(match, drive, twists), overturned);
            }

            match.Run(Stage.Live, quarter, DrivesAQuarter * DriveMinutes, 900, 0);
            if (quarter < 4)
                match.Run(quarter == 2 ? Stage.Halftime : Stage.PeriodEnd, quarter, quarter == 2 ? 14 : 2);
        }

        if (twists.HasFlag(Twists.Overtime))
            return Overtime(match);
        if (twists.HasFlag(Twists.LateCorrection))
            return LateConversion(match);
        if (match.Lead() == 0)
            match.Add(match.Now - TimeSpan.FromSeconds(8), 4, PlayKind.FieldGoal, match.Toss(), FieldGoal, Kicked(match));
        return match.End(Stage.Final, 4);
    }

    /// <summary>In a match that is to be level, the second drive of each pair answers the first.</summary>
    private static int Outcome(ScriptWriter match, int drive, Twists twists)
    {
        var points = match.Chance.Unit() switch { < 0.22 => Touchdown, < 0.38 => FieldGoal, _ => 0 };
        if (!twists.HasFlag(Twists.Overtime) || drive % 2 == 0)
            return points;
        var lead = Math.Abs(match.Lead());
        return lead > FieldGoal ? Touchdown : lead;
    }

    private static void Drive(ScriptWriter match, int quarter, int drive, int points, bool overturned)
    {
        var offence = drive % 2 == 0 ? Side.Home : Side.Away;
        var start = match.Now + Minutes(drive * DriveMinutes);
        match.Add(start + Minutes(0.2), quarter, PlayKind.Kickoff, Other(offence), spot: Kicked(match));

        var plays = match.Chance.Between(4, 8);
        var (down, distance, gained) = (1, 10, 25);
        for (var i = 0; i < plays; i++)
        {
            var yards = match.Chance.Between(0, 9);
            gained = Math.Min(gained + yards, 97);
            (down, distance) = yards >= distance ? (1, 10) : down == 4 ? (1, 10) : (down + 1, distance - yards);
            var kind = yards == 0 ? PlayKind.Incompletion : match.Chance.Happens(0.45) ? PlayKind.Rush : PlayKind.Pass;
            match.Add(start + Minutes(0.8 + 4.2 * i / plays), quarter, kind, offence, spot: At(down, distance, gained, offence));
        }

        var end = start + Minutes(5.4);
        if (overturned)
            match.Add(end - Minutes(3.2), quarter, PlayKind.Touchdown, offence, Touchdown, Kicked(match), withdrawn: end - Minutes(0.2));
        var ending = points switch { Touchdown or 7 => PlayKind.Touchdown, FieldGoal => PlayKind.FieldGoal, _ => PlayKind.Punt };
        match.Add(end, quarter, ending, offence, ending == PlayKind.Touchdown ? Touchdown : points, Kicked(match));
        if (ending == PlayKind.Touchdown)
            match.Add(end + Minutes(0.8), quarter, PlayKind.ExtraPoint, offence, 1, Kicked(match));
    }

    private static Script Overtime(ScriptWriter match)
    {
        match.Run(Stage.PeriodEnd, 4, 3);
        var drives = match.Chance.Between(1, 2);
        for (var drive = 0; drive < drives; drive++)
            Drive(match, 5, drive, drive == drives - 1 ? FieldGoal : 0, overturned: false);
        match.Run(Stage.Live, 5, DriveMinutes * drives - 1.4, 600, 600 - 300 * drives + 60, "OT");
        return match.End(Stage.Final, 5, note: "OT");
    }

    /// <summary>A touchdown with the last play, the match marked final, and the point after it published much later.</summary>
    private static Script LateConversion(ScriptWriter match)
    {
        var winner = match.Lead() >= 0 ? Side.Home : Side.Away;
        match.Add(match.Now - TimeSpan.FromSeconds(8), 4, PlayKind.Touchdown, winner, Touchdown, Kicked(match));
        match.Add(new Play
        {
            At = match.Now - TimeSpan.FromSeconds(2),
            Shown = match.Now + Minutes(15),
            Period = 4,
            Kind = PlayKind.ExtraPoint,
            Side = winner,
            Points = 1,
            Text = "Extra point good, entered after the match",
        });
        return match.End(Stage.Final, 4);
    }

    /// <summary>The yard line counts from the home side's goal.</summary>
    private static FieldSpot At(int down, int distance, int gained, Side offence) =>
        new(down, distance, offence == Side.Home ? gained : 100 - gained, offence, 3, 3);

    private static FieldSpot Kicked(ScriptWriter match) => new(0, 0, 35, null, match.Chance.Between(1, 3), match.Chance.Between(1, 3));
}
