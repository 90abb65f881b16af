using LiveView.Core.Topics;
using LiveView.Feeds.Market;
using LiveView.Feeds.Market.Tiers;

namespace LiveView.Feeds.Tests.Market;

/// <summary><c>derivatives</c>: what a contract is worth, in money; a point of a future is 100,000 VND.</summary>
internal sealed class DerivativesTier : MarketTier
{
    public override TierSpec Spec { get; } = TierSpec.State("derivatives") with { Interval = TimeSpan.FromSeconds(1) };

    public override bool Concerns(MarketFact fact) => fact is MarketFact.Traded;

    public override void Take(MarketDraft draft, in MarketSaid said)
    {
        if (said is not { Exchange: "derivatives", Fact: MarketFact.Traded trade })
            return;
        var contract = draft.Document.Object(said.Symbol);
        contract.Set("points", trade.Price);
        contract.Set("worth", trade.Price * 100_000);
    }
}
