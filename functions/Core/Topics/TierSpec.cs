namespace LiveView.Core.Topics;

/// <summary>What a feed declares of one of its tiers.</summary>
/// <param name="Name">The tier's name, <c>[a-z]{1,20}</c>.</param>
/// <param name="Kind">Document or log.</param>
/// <param name="Window">How many updates are kept for those who come back.</param>
public sealed record TierSpec(string Name, TierKind Kind, int Window)
{
    /// <summary>How long an update is kept at least, however many come after it; zero lets the window alone decide.</summary>
    public TimeSpan MinAge { get; init; }

    /// <summary>
    /// How long what concerns the tier may be gathered on its way to the fold, where it comes as a stream: one burst is then one update. Zero
    /// sends everything on at once.
    /// </summary>
    public TimeSpan Interval { get; init; }

    /// <summary>A document tier with the usual window of 1,000 updates.</summary>
    public static TierSpec State(string name) => new(name, TierKind.State, 1_000);

    /// <summary>A log tier with the usual window of 10,000 updates (each carries at least one entry).</summary>
    public static TierSpec Log(string name) => new(name, TierKind.Log, 10_000);
}
