using LiveView.Core.Topics;

namespace LiveView.Feeds.Market.Tiers;

/// <summary><c>foreign</c>: what foreigners buy, sell and may still buy; of an exchange also the sums and who is bought and sold most.</summary>
internal sealed class ForeignTier : MarketTier
{
    public override TierSpec Spec { get; } = TierSpec.State("foreign") with { Interval = TimeSpan.FromMilliseconds(500) };

    public override bool Concerns(MarketFact fact) => fact is MarketFact.Foreign;

    public override void Take(MarketDraft draft, in MarketSaid said)
    {
        var foreign = (MarketFact.Foreign)said.Fact;
        if (!draft.IsBoard)
        {
            Take(draft.Document, foreign);
            return;
        }

        var row = draft.Document.Object("symbols").Object(said.Symbol);
        var (bought, sold) = (row.Number("buyValue") ?? 0, row.Number("sellValue") ?? 0);
        Take(row, foreign);
        var total = draft.Document.Object("total");
        total.Set("buyValue", (total.Number("buyValue") ?? 0) + (row.Number("buyValue") ?? 0) - bought);
        total.Set("sellValue", (total.Number("sellValue") ?? 0) + (row.Number("sellValue") ?? 0) - sold);
        total.Set("netValue", total.Number("buyValue") - total.Number("sellValue"));
        Ranking.Note(draft.Memory.Object("net"), said.Symbol, row.Number("netValue"));
    }

    public override void Finish(MarketDraft draft)
    {
        if (!draft.IsBoard)
            return;
        Ranking.Show(draft.Document.Object("bought"), draft.Memory.Find("net"), highest: true);
        Ranking.Show(draft.Document.Object("sold"), draft.Memory.Find("net"), highest: false);
    }

    private static void Take(Draft row, MarketFact.Foreign foreign)
    {
        row.Set("totalRoom", foreign.TotalRoom);
        row.Set("room", foreign.Room);
        row.Set("buyVolume", foreign.BuyVolume);
        row.Set("sellVolume", foreign.SellVolume);
        row.Set("netVolume", foreign.BuyVolume - foreign.SellVolume);
        row.Set("buyValue", foreign.BuyValue);
        row.Set("sellValue", foreign.SellValue);
        row.Set("netValue", foreign.BuyValue - foreign.SellValue);
    }
}
