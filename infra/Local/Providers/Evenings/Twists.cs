namespace LiveView.Local.Providers;

/// <summary>What goes wrong, or gets exciting, in a match. Every evening has each of them at least once.</summary>
[Flags]
internal enum Twists
{
    None = 0,

    /// <summary>A goal stands for a while and is then taken away by the video referee; its row disappears.</summary>
    Reversal = 1,
    OwnGoal = 2,
    Penalty = 4,
    RedCard = 8,
    Postponed = 16,

    /// <summary>Level at the end of regulation (extra innings in baseball).</summary>
    Overtime = 32,
    Shootout = 64,

    /// <summary>The provider published points too many and takes them back.</summary>
    Correction = 128,

    /// <summary>A point that is published only after the match is final.</summary>
    LateCorrection = 256,

    /// <summary>The teams are not known until shortly before the start.</summary>
    Placeholder = 512,

    /// <summary>A status that no published list has.</summary>
    UnknownStatus = 1024,
    RainDelay = 2048,

    /// <summary>The score is an object and not a string.</summary>
    ObjectScore = 4096,

    /// <summary>The score is null until the match starts.</summary>
    NullScore = 8192,
}
