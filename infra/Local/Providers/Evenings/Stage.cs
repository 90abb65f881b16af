namespace LiveView.Local.Providers;

/// <summary>Where a match is in its life; <see cref="StageFacts"/> has the provider's words for each.</summary>
internal enum Stage
{
    Scheduled,
    Live,
    FirstHalf,
    SecondHalf,
    Halftime,
    PeriodEnd,
    ExtraTime,
    ExtraTimeEnd,
    Shootout,
    RainDelay,
    Unknown,
    FullTime,
    FinalAfterExtraTime,
    FinalAfterPenalties,
    Final,
    Postponed,
}
