using LiveView.Core.Topics;

namespace LiveView.Feeds.Market.Tiers;

/// <summary>
/// One tier of the feed: what of all that is said concerns it, and what it makes of it. It sees its own document and nothing of the others,
/// so what happens on one tier cannot reach a viewer of another.
/// </summary>
internal abstract class MarketTier
{
    public abstract TierSpec Spec { get; }

    /// <summary>Whether a fact concerns the tier. A stream gathers what concerns a tier for as long as the tier's interval says.</summary>
    public abstract bool Concerns(MarketFact fact);

    /// <summary>Takes in a fact that concerns the tier.</summary>
    public abstract void Take(MarketDraft draft, in MarketSaid said);

    /// <summary>Once a burst, after its last fact: what is made of many.</summary>
    public virtual void Finish(MarketDraft draft)
    {
    }
}
