using System.Text.Json;

namespace LiveView.Local.Exchanges.Formats;

/// <summary>Coinbase Exchange: snapshot, l2update, match, ticker.</summary>
internal sealed class CoinbaseFormat(IReadOnlyList<Instrument> instruments, TimeProvider time) : IExchangeFormat
{
    public string Exchange => "coinbase";

    public IReadOnlyList<Instrument> Instruments => instruments;

    public IEnumerable<string> Greet(string query) => [];

    public IEnumerable<string> Answer(JsonElement order)
    {
        if (order.GetProperty("type").GetString() != "subscribe")
            yield break;
        string[] products = [.. order.GetProperty("product_ids").EnumerateArray().Select(static product => product.GetString() ?? "")];
        string[] channels = [.. order.GetProperty("channels").EnumerateArray().Select(static channel => channel.GetString() ?? "")];
        yield return $$"""{"type":"subscriptions","channels":[{{string.Join(',', channels.Select(channel => $$"""{"name":"{{channel}}","product_ids":{{JsonSerializer.Serialize(products)}}}"""))}}]}""";
        foreach (var instrument in instruments.Where(instrument => products.Contains(instrument.Symbol)))
        {
            if (channels.Contains("level2"))
                yield return $$"""{"type":"snapshot","product_id":"{{instrument.Symbol}}","asks":[{{Levels(instrument, instrument.Asks)}}],"bids":[{{Levels(instrument, instrument.Bids)}}]}""";
            if (channels.Contains("ticker"))
                yield return Ticker(instrument, time.GetUtcNow());
        }
    }

    public IEnumerable<string> Tell(Instrument instrument, Move move, DateTimeOffset now)
    {
        var at = Digits.Iso(now);
        if (move.Trade is { } trade) // the maker's side
        {
            yield return $$"""{"type":"match","trade_id":{{trade.Id}},"maker_order_id":"m{{trade.Id}}","taker_order_id":"t{{trade.Id}}","side":"{{(trade.TakerBuys ? "sell" : "buy")}}","size":"{{Size(trade.Size)}}","price":"{{Price(instrument, trade.Price)}}","product_id":"{{instrument.Symbol}}","sequence":{{move.Last}},"time":"{{at}}"}""";
            yield return Ticker(instrument, now);
        }

        var changes = string.Join(',', move.Levels.Select(level => $"""["{(level.Bid ? "buy" : "sell")}","{Price(instrument, level.Price)}","{Size(level.Size)}"]"""));
        yield return $$"""{"type":"l2update","product_id":"{{instrument.Symbol}}","changes":[{{changes}}],"time":"{{at}}"}""";
    }

    private static string Ticker(Instrument instrument, DateTimeOffset now) =>
        $$"""{"type":"ticker","sequence":{{instrument.Sequence}},"product_id":"{{instrument.Symbol}}","price":"{{Price(instrument, instrument.Last)}}","open_24h":"{{Price(instrument, instrument.Open)}}","volume_24h":"{{Size(instrument.Volume)}}","low_24h":"{{Price(instrument, instrument.Low)}}","high_24h":"{{Price(instrument, instrument.High)}}","best_bid":"{{Price(instrument, instrument.Bids.First().Key)}}","best_ask":"{{Price(instrument, instrument.Asks.First().Key)}}","time":"{{Digits.Iso(now)}}","trade_id":{{instrument.TradeId}},"last_size":"{{Size(instrument.LastSize)}}"}""";

    private static string Levels(Instrument instrument, IEnumerable<KeyValuePair<decimal, decimal>> levels) =>
        string.Join(',', levels.Select(level => $"""["{Price(instrument, level.Key)}","{Size(level.Value)}"]"""));

    private static string Price(Instrument instrument, decimal price) => Digits.Fixed(price, Digits.Of(instrument.Step));

    private static string Size(decimal size) => Digits.Fixed(size, 8);
}
