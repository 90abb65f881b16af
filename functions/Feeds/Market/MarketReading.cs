namespace LiveView.Feeds.Market;

/// <summary>What a frame of a provider says.</summary>
/// <param name="Said">Everything in it, in order; empty for greetings and heartbeats.</param>
/// <param name="Slot">
/// Frames of one slot wholly replace each other, so that of several in one burst only the last need travel; null where each frame counts.
/// </param>
/// <param name="Problem">Why it could not be read; null when it could.</param>
internal readonly record struct MarketReading(IReadOnlyList<MarketSaid> Said, string? Slot, string? Problem)
{
    /// <summary>A greeting, a heartbeat, an acknowledgement: nothing about the market.</summary>
    public static MarketReading Nothing => new([], null, null);

    public static MarketReading Of(MarketSaid said, string? slot = null) => new([said], slot, null);

    public static MarketReading Refused(string problem) => new([], null, problem);
}
