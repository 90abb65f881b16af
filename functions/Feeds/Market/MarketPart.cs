using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Market;

/// <summary>What a frame has for one topic.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Exchange">Where it is traded.</param>
/// <param name="Symbol">The exchange's own name of what it is about.</param>
/// <param name="Tier">The first tier that it concerns, whose interval says how long it may be gathered.</param>
/// <param name="Slot">Of several parts of one slot only the last says anything new; null where each one counts.</param>
/// <param name="Frame">The provider's bytes.</param>
/// <param name="Source">The exchange's own time.</param>
public sealed record MarketPart(Topic Topic, string Exchange, string Symbol, TierSpec Tier, string? Slot, ReadOnlyMemory<byte> Frame, DateTimeOffset? Source)
{
    /// <summary>What is numbered: the bursts of an exchange for one tier.</summary>
    public string Target => $"{Exchange}/{Tier.Name}";

    internal Raw ToRaw(string provider, DateTimeOffset received) => new()
    {
        Topic = Topic,
        Provider = provider,
        Target = Target,
        Received = received,
        Source = Source,
        Body = (byte[])[(byte)'[', .. Frame.Span, (byte)']'],
    };
}
