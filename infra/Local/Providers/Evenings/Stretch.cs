namespace LiveView.Local.Providers;

/// <summary>A part of a match in which one thing is true: the stage, the period, and a clock that runs evenly (or stands).</summary>
/// <param name="From">Since kick-off, in the match's own time.</param>
/// <param name="To">The end, not included.</param>
/// <param name="Stage">What is going on.</param>
/// <param name="Period">Half, quarter, period or inning; 0 when the provider names none.</param>
/// <param name="ClockFrom">Seconds on the clock at the beginning.</param>
/// <param name="ClockTo">Seconds on the clock at the end.</param>
/// <param name="Note">What only words tell: the half of an inning, "OT".</param>
internal sealed record Stretch(TimeSpan From, TimeSpan To, Stage Stage, int Period, double ClockFrom, double ClockTo, string Note)
{
    public double ClockAt(TimeSpan elapsed) =>
        ClockFrom + (ClockTo - ClockFrom) * Math.Clamp((elapsed - From) / (To - From), 0, 1);
}
