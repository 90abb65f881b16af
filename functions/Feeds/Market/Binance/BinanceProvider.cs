using System.Text.Json;

namespace LiveView.Feeds.Market.Binance;

/// <summary>
/// Binance spot, combined streams: <c>{"stream":"btcusdt@trade","data":{…}}</c>. The depth snapshot of its REST interface names no symbol;
/// the connector hands it on in the same form, as the stream <c>btcusdt@snapshot</c>.
/// </summary>
/// <remarks>Changes of the book are numbered: the first after a snapshot has U ≤ last + 1 ≤ u, every later one U = last + 1.</remarks>
internal sealed class BinanceProvider : IMarketProvider
{
    private const string Exchange = "binance";

    public string Name => Exchange;

    public MarketReading Read(JsonElement frame)
    {
        if (frame.Text("stream"u8) is not { } stream || frame.Child("data"u8) is not { ValueKind: JsonValueKind.Object } data)
        {
            return frame.Child("id"u8) is not null || frame.Child("result"u8) is not null ? MarketReading.Nothing
                : MarketReading.Refused("A frame of Binance is of no stream.");
        }

        var at = stream.IndexOf('@', StringComparison.Ordinal);
        var symbol = data.Text("s"u8) ?? (at > 0 ? stream[..at].ToUpperInvariant() : null);
        var time = MarketJson.Milliseconds(data.Whole("E"u8));
        return symbol is null ? MarketReading.Refused("A frame of Binance names no symbol.") : stream[(at + 1)..] switch
        {
            "snapshot" => data.Whole("lastUpdateId"u8) is { } last && data.Levels("bids"u8) is { } bids && data.Levels("asks"u8) is { } asks
                ? MarketReading.Of(new(Exchange, symbol, time, new MarketFact.BookWhole(bids, asks, last, null)))
                : MarketReading.Refused("A snapshot has no number, or a level that is no pair of numbers."),
            "bookTicker" => data.Number("b"u8) is { } bid && data.Number("a"u8) is { } ask
                ? MarketReading.Of(
                    new(Exchange, symbol, time, new MarketFact.Quoted([new(bid, data.Number("B"u8) ?? 0)], [new(ask, data.Number("A"u8) ?? 0)], IsDepth: false, Session: null)),
                    "quote")
                : MarketReading.Nothing, // one side may be empty
            "trade" => Trade(data, symbol, data.Whole("t"u8)),
            "aggTrade" => Trade(data, symbol, data.Whole("a"u8)),
            "ticker" => MarketReading.Of(new(Exchange, symbol, time, Day(data)), "ticker"),
            var name when name.StartsWith("depth", StringComparison.Ordinal) => Moved(data, symbol, time),
            _ => MarketReading.Nothing,
        };
    }

    private static MarketReading Moved(JsonElement data, string symbol, DateTimeOffset? time) =>
        data.Whole("U"u8) is { } first && data.Whole("u"u8) is { } last && data.Levels("b"u8) is { } bids && data.Levels("a"u8) is { } asks
            ? MarketReading.Of(new(Exchange, symbol, time, new MarketFact.BookMoved(bids, asks, first, last, null)))
            : MarketReading.Refused("A change of the book has no numbers, or a level that is no pair of numbers.");

    // The buyer is the maker: then it was the seller who came.
    private static MarketReading Trade(JsonElement data, string symbol, long? id) =>
        data.Number("p"u8) is { } price && data.Number("q"u8) is { } size && id is not null
            ? MarketReading.Of(new(
                Exchange,
                symbol,
                MarketJson.Milliseconds(data.Whole("T"u8)),
                new MarketFact.Traded(price, size, data.Child("m"u8)?.ValueKind switch { JsonValueKind.True => "sell", JsonValueKind.False => "buy", _ => null }, id, null, null)))
            : MarketReading.Refused("A trade has no price, no size or no number.");

    private static MarketFact.Day Day(JsonElement data) => new()
    {
        Reference = data.Number("o"u8),
        Open = data.Number("o"u8),
        High = data.Number("h"u8),
        Low = data.Number("l"u8),
        Last = data.Number("c"u8),
        Average = data.Number("w"u8),
        Volume = data.Number("v"u8),
        Value = data.Number("q"u8),
    };
}
