using System.Text.Json;

namespace LiveView.Feeds.Market.Coinbase;

/// <summary>Coinbase Exchange: <c>level2</c>, <c>matches</c> and <c>ticker</c> of its WebSocket feed.</summary>
/// <remarks>
/// A match names the maker's side, the ticker the taker's. Trade ids are contiguous for a product; changes of the book carry no number,
/// the exchange promises to leave none out while the connection lives.
/// </remarks>
internal sealed class CoinbaseProvider : IMarketProvider
{
    private const string Exchange = "coinbase";

    public string Name => Exchange;

    public MarketReading Read(JsonElement frame)
    {
        if (frame.Text("type"u8) is not { } type)
            return MarketReading.Refused("A frame of Coinbase has no type.");
        if (frame.Text("product_id"u8) is not { } product)
        {
            return type is "subscriptions" or "heartbeat" ? MarketReading.Nothing
                : MarketReading.Refused(type == "error" ? "Coinbase refused what was asked." : "A frame of Coinbase names no product.");
        }

        var at = MarketJson.Time(frame.Text("time"u8));
        return type switch
        {
            "snapshot" => frame.Levels("bids"u8) is { } bids && frame.Levels("asks"u8) is { } asks
                ? MarketReading.Of(new(Exchange, product, at, new MarketFact.BookWhole(bids, asks, null, null)))
                : MarketReading.Refused("A level of a snapshot is no pair of numbers."),
            "l2update" => Moved(frame, product, at),
            "match" or "last_match" => Match(frame, product, at),
            "ticker" => Ticker(frame, product, at),
            _ => MarketReading.Nothing,
        };
    }

    private static MarketReading Moved(JsonElement frame, string product, DateTimeOffset? at)
    {
        List<Level> bids = [], asks = [];
        if (frame.Child("changes"u8) is not { ValueKind: JsonValueKind.Array } changes)
            return MarketReading.Refused("An update of the book has no changes.");
        foreach (var change in changes.EnumerateArray())
        {
            if (change.At(1) is not { } price || change.At(2) is not { } size || change[0].ValueKind != JsonValueKind.String)
                return MarketReading.Refused("A change of the book is no side, price and size.");
            (change[0].ValueEquals("buy"u8) ? bids : asks).Add(new(price, size));
        }

        return MarketReading.Of(new(Exchange, product, at, new MarketFact.BookMoved(bids, asks, null, null, null)));
    }

    private static MarketReading Match(JsonElement frame, string product, DateTimeOffset? at) =>
        frame.Number("price"u8) is { } price && frame.Number("size"u8) is { } size && frame.Whole("trade_id"u8) is { } id
            ? MarketReading.Of(new(Exchange, product, at, new MarketFact.Traded(price, size, frame.Text("side"u8) switch { "sell" => "buy", "buy" => "sell", _ => null }, id, null, null)))
            : MarketReading.Refused("A match has no price, no size or no number.");

    private static MarketReading Ticker(JsonElement frame, string product, DateTimeOffset? at)
    {
        var day = new MarketFact.Day
        {
            Reference = frame.Number("open_24h"u8),
            Open = frame.Number("open_24h"u8),
            High = frame.Number("high_24h"u8),
            Low = frame.Number("low_24h"u8),
            Last = frame.Number("price"u8),
            Volume = frame.Number("volume_24h"u8),
        };
        List<MarketSaid> said = [new(Exchange, product, at, day)];
        if (frame.Number("best_bid"u8) is { } bid && frame.Number("best_ask"u8) is { } ask)
        {
            var best = new MarketFact.Quoted(
                [new(bid, frame.Number("best_bid_size"u8) ?? 0)], [new(ask, frame.Number("best_ask_size"u8) ?? 0)], IsDepth: false, Session: null);
            said.Add(new(Exchange, product, at, best));
        }

        return new(said, "ticker", null);
    }
}
