using LiveView.Core.Topics;

namespace LiveView.Feeds.Market.Tiers;

/// <summary><c>index</c>: the indices of an exchange by name: <c>VNINDEX</c>, <c>VN30</c>, …</summary>
internal sealed class IndexTier : MarketTier
{
    public override TierSpec Spec { get; } = TierSpec.State("index") with { Interval = TimeSpan.FromSeconds(1) };

    public override bool Concerns(MarketFact fact) => fact is MarketFact.Index;

    public override void Take(MarketDraft draft, in MarketSaid said)
    {
        if (!draft.IsBoard)
            return;
        var index = (MarketFact.Index)said.Fact;
        var row = draft.Document.Object(said.Symbol);
        row.Set("value", index.Value);
        row.Set("prior", index.Prior);
        row.Set("estimate", index.Estimate);
        row.Set("volume", index.Volume);
        row.Set("turnover", index.Turnover);
        row.Set("advances", index.Advances);
        row.Set("unchanged", index.Unchanged);
        row.Set("declines", index.Declines);
        row.Set("ceilings", index.Ceilings);
        row.Set("floors", index.Floors);
        row.Set("session", Session.Word(said.Exchange, index.Session, said.At));
        row.Set("at", said.At is { } at ? QuoteRow.Time(at) : null);
        if (row.Number("value") is { } value && row.Number("prior") is { } prior and > 0)
        {
            row.Set("change", value - prior);
            row.Set("ratio", decimal.Round((value - prior) / prior * 100, 2, MidpointRounding.AwayFromZero));
        }
    }
}
