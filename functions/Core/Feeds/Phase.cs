namespace LiveView.Core.Feeds;

/// <summary>Where a live thing stands, which decides how often it is asked for. Most urgent first.</summary>
public enum Phase
{
    /// <summary>It is happening.</summary>
    Live,

    /// <summary>It pauses: half-time, between periods, a delay.</summary>
    Break,

    /// <summary>It begins within the hour.</summary>
    Pre,

    /// <summary>It will happen.</summary>
    Scheduled,

    /// <summary>It is over, postponed or called off; corrections may still come.</summary>
    Finished,
}
