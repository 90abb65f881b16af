namespace LiveView.Local.PubSub;

/// <summary>What the fault switches do with one delivery of one message.</summary>
internal enum Fate
{
    Deliver,
    Lose,
    Duplicate,
    Delay,
    Reorder,

    /// <summary>The message's connection is reset.</summary>
    Cut,
}
