namespace LiveView.Local.Providers;

/// <summary>The clock that counts down: "7:25 - 3rd Quarter"; in basketball the last minute has tenths.</summary>
internal static class ClockStatus
{
    public static Status Of(League league, Stretch stretch, TimeSpan elapsed)
    {
        var seconds = stretch.ClockAt(elapsed);
        var tenths = league.Sport == Sport.Basketball && seconds < 60;
        seconds = tenths ? Math.Floor(seconds * 10) / 10 : Math.Floor(seconds);
        var display = tenths ? $"{seconds:0.0}" : $"{(int)seconds / 60}:{(int)seconds % 60:00}";
        var (ordinal, noun) = (Ordinal.Of(stretch.Period), league.Sport == Sport.Hockey ? "Period" : "Quarter");
        return stretch.Stage switch
        {
            Stage.Final => Final(stretch, display, league.Regulation),
            Stage.Halftime => new Status(stretch.Stage, seconds, display, stretch.Period, "Halftime", "Halftime"),
            Stage.PeriodEnd => new Status(stretch.Stage, seconds, display, stretch.Period, $"End of {ordinal} {noun}", $"End of {ordinal}"),
            Stage.Unknown => new Status(stretch.Stage, seconds, display, stretch.Period, "Ice Repair", "Ice Repair"),
            _ when stretch.Note == "SO" => new Status(stretch.Stage, seconds, display, stretch.Period, "Shootout", "SO"),
            _ when stretch.Note.Length > 0 => new Status(stretch.Stage, seconds, display, stretch.Period, $"{display} - {stretch.Note}", $"{display} - {stretch.Note}"),
            _ => new Status(stretch.Stage, seconds, display, stretch.Period, $"{display} - {ordinal} {noun}", $"{display} - {ordinal}"),
        };
    }

    private static Status Final(Stretch stretch, string display, int regulation)
    {
        var words = stretch.Period > regulation ? $"Final/{stretch.Note}" : "Final";
        return new Status(Stage.Final, 0, display, stretch.Period, words, words, stretch.Note.Length > 0 ? stretch.Note : null);
    }
}
