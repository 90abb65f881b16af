namespace LiveView.Local.Providers;

/// <summary>Baseball has no clock: the half of the inning is only in words, "Top 9th", "Mid 3rd".</summary>
internal static class BaseballStatus
{
    public static Status Of(Stretch stretch)
    {
        var half = $"{stretch.Note} {Ordinal.Of(stretch.Period)}";
        var final = stretch.Note.Length > 0 ? $"Final/{stretch.Note}" : "Final";
        return stretch.Stage switch
        {
            Stage.Final => new Status(stretch.Stage, 0, "0:00", stretch.Period, final, final, stretch.Note.Length > 0 ? stretch.Note : null),
            Stage.RainDelay => new Status(stretch.Stage, 0, "0:00", stretch.Period, $"Rain Delay, {half}", $"Delay, {half}"),
            _ => new Status(stretch.Stage, 0, "0:00", stretch.Period, half, half),
        };
    }
}
