namespace LiveView.Local.Providers;

/// <summary>The provider's <c>status.type</c> for a stage. Ids and names are the observed ones, except where marked.</summary>
internal sealed record StageFacts(string Id, string Name, string State, bool Completed, string Description)
{
    public static StageFacts Of(Stage stage) => stage switch
    {
        Stage.Scheduled => new("1", "STATUS_SCHEDULED", "pre", false, "Scheduled"),
        Stage.Live => new("2", "STATUS_IN_PROGRESS", "in", false, "In Progress"),
        Stage.FirstHalf => new("25", "STATUS_FIRST_HALF", "in", false, "First Half"),
        Stage.SecondHalf => new("26", "STATUS_SECOND_HALF", "in", false, "Second Half"),
        Stage.Halftime => new("23", "STATUS_HALFTIME", "in", false, "Halftime"),
        Stage.PeriodEnd => new("22", "STATUS_END_PERIOD", "in", false, "End of Period"),
        Stage.ExtraTime => new("24", "STATUS_OVERTIME", "in", false, "Overtime"),
        Stage.ExtraTimeEnd => new("44", "STATUS_END_OF_EXTRATIME", "in", false, "End of Extra Time"), // the name is known, the id is a guess
        Stage.Shootout => new("46", "STATUS_SHOOTOUT", "in", false, "Shootout"), // the same
        Stage.RainDelay => new("17", "STATUS_RAIN_DELAY", "in", false, "Rain Delay"), // the same
        Stage.Unknown => new("97", "STATUS_ICE_REPAIR", "in", false, "Ice Repair"), // on purpose in no list
        Stage.FullTime => new("28", "STATUS_FULL_TIME", "post", true, "Full Time"),
        Stage.FinalAfterExtraTime => new("45", "STATUS_FINAL_AET", "post", true, "Final Score - After Extra Time"),
        Stage.FinalAfterPenalties => new("47", "STATUS_FINAL_PEN", "post", true, "Final Score - After Penalties"),
        Stage.Final => new("3", "STATUS_FINAL", "post", true, "Final"),
        Stage.Postponed => new("6", "STATUS_POSTPONED", "post", false, "Postponed"),
    };
}
