using System.Globalization;
using System.Text.Json;

namespace LiveView.Feeds.Market.Kraken;

/// <summary>
/// Kraken's WebSocket v1: objects for what is about the connection, and arrays <c>[channel, data, …, "book-100", "XBT/USD"]</c> for what is about
/// a pair; a change of both sides of a book comes as two data objects.
/// </summary>
/// <remarks>No numbers, but a checksum of the ten best levels of each side with every change of the book.</remarks>
internal sealed class KrakenProvider : IMarketProvider
{
    private const string Exchange = "kraken";

    public string Name => Exchange;

    public MarketReading Read(JsonElement frame)
    {
        if (frame.ValueKind == JsonValueKind.Object)
        {
            return frame.Text("event"u8) is null ? MarketReading.Refused("An object of Kraken is no event.")
                : frame.Text("status"u8) == "error" ? MarketReading.Refused("Kraken refused what was asked.")
                : MarketReading.Nothing;
        }

        if (frame.ValueKind != JsonValueKind.Array || frame.GetArrayLength() is not (>= 4 and <= 5 and var length)
            || frame[length - 1].ValueKind != JsonValueKind.String || frame[length - 2].ValueKind != JsonValueKind.String)
            return MarketReading.Refused("A frame of Kraken names no channel and pair.");
        var (pair, channel) = (frame[length - 1].GetString() ?? "", frame[length - 2].GetString() ?? "");
        return channel switch
        {
            "trade" => Trades(frame[1], pair),
            "ticker" => Ticker(frame[1], pair),
            _ when channel.StartsWith("book-", StringComparison.Ordinal) => Book(frame, length, pair, channel),
            _ => MarketReading.Nothing,
        };
    }

    private static MarketReading Book(JsonElement frame, int length, string pair, string channel)
    {
        var (bids, asks) = (frame[1].Levels("bs"u8), frame[1].Levels("as"u8));
        var at = MarketJson.Seconds(Latest(frame, length));
        if (frame[1].Child("bs"u8) is not null || frame[1].Child("as"u8) is not null)
        {
            return bids is not null && asks is not null && int.TryParse(channel.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var depth)
                ? MarketReading.Of(new(Exchange, pair, at, new MarketFact.BookWhole(bids, asks, null, depth)))
                : MarketReading.Refused("A snapshot has a level that is no pair of numbers, or no depth.");
        }

        (bids, asks) = ([], []);
        uint? checksum = null;
        for (var i = 1; i < length - 2; i++)
        {
            if (frame[i].Levels("b"u8) is not { } b || frame[i].Levels("a"u8) is not { } a)
                return MarketReading.Refused("A change of the book has a level that is no pair of numbers.");
            bids.AddRange(b);
            asks.AddRange(a);
            checksum = (uint?)frame[i].Whole("c"u8) ?? checksum;
        }

        return MarketReading.Of(new(Exchange, pair, at, new MarketFact.BookMoved(bids, asks, null, null, checksum)));
    }

    private static MarketReading Trades(JsonElement trades, string pair)
    {
        List<MarketSaid> said = [];
        if (trades.ValueKind != JsonValueKind.Array)
            return MarketReading.Refused("Trades are no list.");
        foreach (var trade in trades.EnumerateArray())
        {
            if (trade.At(0) is not { } price || trade.At(1) is not { } size || trade.GetArrayLength() < 4 || trade[3].ValueKind != JsonValueKind.String)
                return MarketReading.Refused("A trade has no price, no size or no side.");
            var side = trade[3].ValueEquals("b"u8) ? "buy" : trade[3].ValueEquals("s"u8) ? "sell" : null;
            said.Add(new(Exchange, pair, MarketJson.Seconds(trade.At(2)), new MarketFact.Traded(price, size, side, null, null, null)));
        }

        return new(said, null, null);
    }

    // Two numbers each: today, and the last 24 hours.
    private static MarketReading Ticker(JsonElement data, string pair)
    {
        var day = new MarketFact.Day
        {
            Reference = data.Child("o"u8)?.At(1),
            Open = data.Child("o"u8)?.At(1),
            High = data.Child("h"u8)?.At(1),
            Low = data.Child("l"u8)?.At(1),
            Last = data.Child("c"u8)?.At(0),
            Average = data.Child("p"u8)?.At(1),
            Volume = data.Child("v"u8)?.At(1),
        };
        List<MarketSaid> said = [new(Exchange, pair, null, day)];
        if (data.Child("b"u8) is { } bid && data.Child("a"u8) is { } ask && bid.At(0) is { } buy && ask.At(0) is { } sell)
            said.Add(new(Exchange, pair, null, new MarketFact.Quoted([new(buy, bid.At(2) ?? 0)], [new(sell, ask.At(2) ?? 0)], IsDepth: false, Session: null)));
        return new(said, "ticker", null);
    }

    private static decimal? Latest(JsonElement frame, int length)
    {
        decimal? latest = null;
        for (var i = 1; i < length - 2; i++)
        {
            foreach (var side in frame[i].ValueKind == JsonValueKind.Object ? frame[i].EnumerateObject() : default)
            {
                if (side.Value.ValueKind != JsonValueKind.Array)
                    continue;
                foreach (var level in side.Value.EnumerateArray())
                    latest = level.At(2) is { } time && (latest is null || time > latest) ? time : latest;
            }
        }

        return latest;
    }
}
