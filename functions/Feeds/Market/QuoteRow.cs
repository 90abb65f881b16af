namespace LiveView.Feeds.Market;

/// <summary>The row of an instrument: its day, its last price, its best prices, and where it stands against yesterday and its limits.</summary>
internal static class QuoteRow
{
    public static void Take(Draft row, in MarketSaid said)
    {
        switch (said.Fact)
        {
            case MarketFact.Day day: Take(row, day, said); break;
            case MarketFact.Traded trade:
                row.Set("last", trade.Price);
                row.Set("lastSize", trade.Size);
                row.Set("at", said.At is { } at ? Time(at) : null);
                break;
            case MarketFact.Quoted quoted:
                Best(row, "bid", quoted.Bids);
                Best(row, "ask", quoted.Asks);
                break;
        }

        Judge(row);
    }

    /// <summary>A time as viewers read it: UTC, as exact as the exchange tells it, up to the tick.</summary>
    public static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static void Take(Draft row, MarketFact.Day day, in MarketSaid said)
    {
        if (day.Date is { } date && row.Text("date") is { } before && string.CompareOrdinal(date, before) > 0)
            row.Clear(); // a new day begins with nothing of the old one
        row.Set("date", day.Date);
        row.Set("session", Session.Word(said.Exchange, day.Session, said.At));
        row.Set("status", day.Status);
        row.Set("ref", day.Reference);
        row.Set("open", day.Open);
        row.Set("high", day.High);
        row.Set("low", day.Low);
        row.Set("last", day.Last);
        row.Set("average", day.Average);
        row.Set("volume", day.Volume);
        row.Set("value", day.Value);
        if (day.Ceiling is null && day.Reference is { } reference && PriceLimits.Of(said.Exchange, reference) is var (ceiling, floor))
        {
            row.Set("ceiling", ceiling);
            row.Set("floor", floor);
        }

        row.Set("ceiling", day.Ceiling);
        row.Set("floor", day.Floor);
    }

    // An order at any price is no best price.
    private static void Best(Draft row, string side, IReadOnlyList<Level> levels)
    {
        var best = levels.FirstOrDefault(static level => level.Price != 0);
        if (best.Price == 0)
        {
            row.Remove(side);
            row.Remove($"{side}Size");
            return;
        }

        row.Set(side, best.Price);
        row.Set($"{side}Size", best.Size);
    }

    // Where it stands is worked out from what is shown: the wire's own differences carry the noise of floating point.
    private static void Judge(Draft row)
    {
        if (row.Number("last") is not { } last)
            return;
        if (row.Number("ref") is { } reference and > 0.0000000001m and < 1_000_000_000_000_000_000m && last is > 0 and < 1_000_000_000_000_000_000m)
        {
            row.Set("change", last - reference);
            row.Set("ratio", decimal.Round((last - reference) / reference * 100, 2, MidpointRounding.AwayFromZero));
        }

        if (row.Number("ceiling") is { } ceiling && last >= ceiling)
            row.Set("limit", "ceiling");
        else if (row.Number("floor") is { } floor && last <= floor)
            row.Set("limit", "floor");
        else
            row.Remove("limit");
    }
}
