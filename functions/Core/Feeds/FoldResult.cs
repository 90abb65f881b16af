namespace LiveView.Core.Feeds;

/// <summary>What became of one Raw.</summary>
public abstract record FoldResult
{
    private FoldResult()
    {
    }

    /// <summary>The topic's state after it, and what happened, in order.</summary>
    public sealed record Folded(TopicState State, IReadOnlyList<LogEntry> Entries) : FoldResult;

    /// <summary>It says nothing new.</summary>
    public sealed record Unchanged : FoldResult;

    /// <summary>It was not taken.</summary>
    public sealed record Rejected(Rejection Reason, string Detail) : FoldResult;
}
