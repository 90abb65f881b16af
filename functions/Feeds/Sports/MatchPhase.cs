using LiveView.Core.Feeds;

namespace LiveView.Feeds.Sports;

/// <summary>Where a match stands, independent of provider and sport.</summary>
internal enum MatchPhase
{
    Scheduled,
    Live,
    Break,
    Finished,
    Postponed,
    Suspended,
    Abandoned,
    Cancelled,

    /// <summary>It is another topic now: the sides became known, or it was put off to another day.</summary>
    Moved,
}

/// <summary>Why a match pauses.</summary>
internal enum Pause
{
    None,
    PeriodEnd,
    HalfTime,
    Delay,
}

internal static class MatchPhaseWords
{
    extension(MatchPhase phase)
    {
        /// <summary>The word that viewers read.</summary>
        public string Word => phase switch
        {
            MatchPhase.Scheduled => "scheduled",
            MatchPhase.Live => "live",
            MatchPhase.Break => "break",
            MatchPhase.Finished => "finished",
            MatchPhase.Postponed => "postponed",
            MatchPhase.Suspended => "suspended",
            MatchPhase.Abandoned => "abandoned",
            MatchPhase.Cancelled => "cancelled",
            MatchPhase.Moved => "moved",
        };

        /// <summary>What it means for how often to ask. That it begins soon is the poller's affair: a state knows no clock.</summary>
        public Phase Urgency => phase switch
        {
            MatchPhase.Scheduled => Phase.Scheduled,
            MatchPhase.Live => Phase.Live,
            MatchPhase.Break => Phase.Break,
            MatchPhase.Finished or MatchPhase.Moved => Phase.Finished,
            MatchPhase.Postponed or MatchPhase.Suspended or MatchPhase.Abandoned or MatchPhase.Cancelled => Phase.Finished,
        };

        public bool IsOn => phase is MatchPhase.Live or MatchPhase.Break;

        /// <summary>Off for now or for good, without a result.</summary>
        public bool IsOff =>
            phase is MatchPhase.Postponed or MatchPhase.Suspended or MatchPhase.Abandoned or MatchPhase.Cancelled or MatchPhase.Moved;
    }

    /// <summary>Reads back what <c>Word</c> wrote.</summary>
    public static MatchPhase? Parse(string? word)
    {
        foreach (var phase in Enum.GetValues<MatchPhase>())
        {
            if (phase.Word == word)
                return phase;
        }

        return null;
    }
}
