using LiveView.Core.Topics;

namespace LiveView.Feeds.Market.Tiers;

/// <summary>
/// <c>market</c>: prices. Of an instrument its day, its best prices and its book; of an exchange one row an instrument, the session and the
/// instruments that moved most.
/// </summary>
internal sealed class QuotesTier : MarketTier
{
    public override TierSpec Spec { get; } = TierSpec.State("market") with { Interval = TimeSpan.FromMilliseconds(500) };

    public override bool Concerns(MarketFact fact) => fact is not (MarketFact.Foreign or MarketFact.Index);

    public override void Take(MarketDraft draft, in MarketSaid said)
    {
        if (draft.IsBoard)
            TakeBoard(draft, said);
        else
            TakeInstrument(draft, said);
    }

    public override void Finish(MarketDraft draft)
    {
        if (draft.IsBoard)
        {
            Ranking.Show(draft.Document.Object("up"), draft.Memory.Find("ratio"), highest: true);
            Ranking.Show(draft.Document.Object("down"), draft.Memory.Find("ratio"), highest: false);
            Ranking.Show(draft.Document.Object("turnover"), draft.Memory.Find("value"), highest: true);
        }

        TrackedBook.Finish(draft);
    }

    private static void TakeBoard(MarketDraft draft, in MarketSaid said)
    {
        if (said.Fact is not (MarketFact.Day or MarketFact.Traded or MarketFact.Quoted))
            return;
        var row = draft.Document.Object("symbols").Object(said.Symbol);
        QuoteRow.Take(row, said);
        Session.Keep(draft.Document.Object("board"), row);
        // No row of the ranking for who fell back to zero: it would never be shown.
        Ranking.Note(draft.Memory.Object("ratio"), said.Symbol, row.Number("ratio"));
        Ranking.Note(draft.Memory.Object("value"), said.Symbol, row.Number("value"));
    }

    private static void TakeInstrument(MarketDraft draft, in MarketSaid said)
    {
        switch (said.Fact)
        {
            case MarketFact.Day or MarketFact.Traded:
                QuoteRow.Take(draft.Document.Object("quote"), said);
                break;
            case MarketFact.Quoted quoted:
                QuoteRow.Take(draft.Document.Object("quote"), said);
                if (quoted.IsDepth)
                    Depth.Show(draft.Document, quoted.Bids, quoted.Asks, quoted.Session);
                break;
            case MarketFact.BookWhole or MarketFact.BookMoved or MarketFact.Missed:
                TrackedBook.Take(draft, said.Fact);
                break;
            case MarketFact.Bar bar:
                var minute = draft.Document.Object("bar");
                minute.Set("time", bar.Time);
                minute.Set("open", bar.Open);
                minute.Set("high", bar.High);
                minute.Set("low", bar.Low);
                minute.Set("close", bar.Close);
                minute.Set("volume", bar.Volume);
                break;
            case MarketFact.OddLot odd:
                var lots = draft.Document.Object("odd");
                lots.Set("last", odd.Last);
                lots.Set("bid", odd.Bid?.Price);
                lots.Set("bidSize", odd.Bid?.Size);
                lots.Set("ask", odd.Ask?.Price);
                lots.Set("askSize", odd.Ask?.Size);
                break;
        }
    }
}
