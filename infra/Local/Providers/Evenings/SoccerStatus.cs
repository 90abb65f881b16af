namespace LiveView.Local.Providers;

/// <summary>
/// The soccer clock: minute = begun minutes, stoppage as "45'+2'". The number is 60 × the minute shown and stands still in stoppage,
/// as all 35 recorded live rows have it.
/// </summary>
internal static class SoccerStatus
{
    public static Status Of(Stretch stretch, TimeSpan elapsed)
    {
        var display = Display(stretch.Period, stretch.ClockAt(elapsed));
        var clock = 60.0 * Math.Min(Minute(stretch.ClockAt(elapsed)), End(stretch.Period));
        return stretch.Stage switch
        {
            Stage.Halftime => new Status(stretch.Stage, clock, display, 1, "HT", "HT"),
            Stage.ExtraTimeEnd => new Status(stretch.Stage, clock, display, 4, "AET-pens", "AET-pens"),
            Stage.FullTime => new Status(stretch.Stage, clock, display, 2, "FT", "FT"),
            Stage.FinalAfterExtraTime => new Status(stretch.Stage, clock, display, 4, "AET", "AET"),
            Stage.FinalAfterPenalties => new Status(stretch.Stage, clock, display, 5, "FT-Pens", "FT-Pens"),
            _ => new Status(stretch.Stage, clock, display, stretch.Period, display, display),
        };
    }

    /// <summary>"25'" or "90'+4'".</summary>
    public static string Display(int period, double seconds)
    {
        var (minute, end) = (Minute(seconds), End(period));
        return minute > end ? $"{end}'+{minute - end}'" : $"{minute}'";
    }

    /// <summary>The <c>value</c> of a row: seconds, standing still in stoppage time.</summary>
    public static double RowValue(int period, double seconds) => Math.Min(Math.Floor(seconds), End(period) * 60.0);

    private static int Minute(double seconds) => (int)(seconds / 60) + 1;

    private static int End(int period) => period switch { 1 => 45, 2 => 90, 3 => 105, _ => 120 };
}
