namespace LiveView.Core.Recovery;

/// <summary>Why a part of a history cannot be given.</summary>
public enum GapReason
{
    /// <summary>It left the window of kept updates.</summary>
    Retention,

    /// <summary>The tier began a new history; the old one is gone.</summary>
    Epoch,

    /// <summary>The viewer stands further than we do: what it saw is not in our history.</summary>
    Ahead,

    /// <summary>It should be kept and cannot be read: a damaged row.</summary>
    Lost,
}
