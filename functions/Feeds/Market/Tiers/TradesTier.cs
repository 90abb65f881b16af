using LiveView.Core.Canonical;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Market.Tiers;

/// <summary>
/// <c>trades</c>: every trade of an instrument, once, in order; and what is known to be missing, said as exactly as the exchange lets us:
/// by the numbers of the trades, by the volume that nobody told of, or by the time we were away.
/// </summary>
internal sealed class TradesTier : MarketTier
{
    public override TierSpec Spec { get; } = TierSpec.Log("trades") with { Interval = TimeSpan.FromMilliseconds(500) };

    public override bool Concerns(MarketFact fact) => fact is MarketFact.Traded or MarketFact.Missed;

    public override void Take(MarketDraft draft, in MarketSaid said)
    {
        if (draft.IsBoard)
            return;
        if (said.Fact is MarketFact.Missed missed)
        {
            // Where trades are numbered the next one tells exactly what is missing, or that nothing is. Told twice, it is one gap.
            if (draft.Memory.Text("any") != "yes")
                return;
            draft.Append(Gap().Set("reason", missed.Reason));
            draft.Memory.Set("any", "before");
        }
        else if (said.Fact is MarketFact.Traded trade && IsNew(draft, trade))
        {
            draft.Append(new CanonicalObject()
                .Set("type", "trade")
                .Set("at", said.At is { } at ? QuoteRow.Time(at) : null)
                .Set("id", trade.Id)
                .Set("price", trade.Price)
                .Set("size", trade.Size)
                .Set("side", trade.Side));
        }
    }

    private static bool IsNew(MarketDraft draft, MarketFact.Traded trade)
    {
        var memory = draft.Memory;
        if (trade.Id is { } id)
        {
            var last = memory.Whole("last");
            if (id <= last)
                return false;
            if (last is { } before && id > before + 1)
                draft.Append(Gap().Set("from", before + 1).Set("to", id - 1));
            memory.Set("last", id);
        }
        else if (trade.Total is { } total)
        {
            var known = memory.Text("date") == trade.Date ? memory.Number("total") : null;
            if (total == known)
                return false;
            if (known is { } told && total != told + trade.Size)
                draft.Append(total > told ? Gap().Set("volume", total - told - trade.Size) : Gap().Set("reason", "reseed"));
            memory.Set("date", trade.Date);
            memory.Set("total", total);
        }
        else
        {
            memory.Set("any", "yes");
        }

        return true;
    }

    private static CanonicalObject Gap() => new CanonicalObject().Set("type", "gap");
}
