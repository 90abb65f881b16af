namespace LiveView.Local.Providers;

/// <summary>The provider's status object at a moment.</summary>
/// <param name="Stage">Where the match is.</param>
/// <param name="Clock">Seconds; counts up in soccer, down elsewhere, always 0 in baseball. Null: the key is missing.</param>
/// <param name="DisplayClock">The clock in words; null: the key is missing.</param>
/// <param name="Period">Null: the key is missing.</param>
/// <param name="Detail">The long words.</param>
/// <param name="ShortDetail">The short words.</param>
/// <param name="AltDetail">"OT", "SO", or missing.</param>
internal sealed record Status(Stage Stage, double? Clock, string? DisplayClock, int? Period, string Detail, string ShortDetail, string? AltDetail = null)
{
    public StageFacts Facts => StageFacts.Of(Stage);

    public bool IsLive => Facts.State == "in";

    public static Status Of(League league, DateTimeOffset kickoff, Stretch stretch, TimeSpan elapsed) => stretch.Stage switch
    {
        Stage.Scheduled => Scheduled(league, kickoff),
        Stage.Postponed => new Status(Stage.Postponed, 0, league.IsSoccer ? "0'" : "0:00", null, "Postponed", "Postponed"),
        _ => league.Sport switch
        {
            Sport.Soccer => SoccerStatus.Of(stretch, elapsed),
            Sport.Baseball => BaseballStatus.Of(stretch),
            Sport.Basketball or Sport.Football or Sport.Hockey => ClockStatus.Of(league, stretch, elapsed),
        },
    };

    private static Status Scheduled(League league, DateTimeOffset kickoff)
    {
        // The provider speaks Eastern time; a fixed offset keeps this free of the machine's time zone data.
        var local = kickoff.ToOffset(TimeSpan.FromHours(-5));
        var long_ = $"{local:ddd, MMMM} {Ordinal.Of(local.Day)} at {local:h:mm tt} EST";
        var short_ = $"{local:M/d} - {local:h:mm tt} EST";
        return league.Sport switch
        {
            Sport.Soccer => new Status(Stage.Scheduled, 0, "0'", null, long_, "Scheduled"),
            Sport.Football => new Status(Stage.Scheduled, 900, "15:00", 1, long_, short_),
            Sport.Baseball => new Status(Stage.Scheduled, 0, "0:00", 1, long_, short_),
            Sport.Basketball => new Status(Stage.Scheduled, 0, "0.0", 0, long_, short_),
            Sport.Hockey => new Status(Stage.Scheduled, 0, "0:00", 0, long_, short_),
        };
    }
}
