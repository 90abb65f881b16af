using System.Text.Json;

namespace LiveView.Local.Exchanges.Formats;

/// <summary>Binance spot, combined streams; the book by REST.</summary>
internal sealed class BinanceFormat(IReadOnlyList<Instrument> instruments) : IExchangeFormat
{
    public string Exchange => "binance";

    public IReadOnlyList<Instrument> Instruments => instruments;

    public IEnumerable<string> Greet(string query) => [];

    public IEnumerable<string> Answer(JsonElement order) => ["""{"result":null,"id":1}"""];

    public IEnumerable<string> Tell(Instrument instrument, Move move, DateTimeOffset now)
    {
        var (stream, symbol, at) = (instrument.Symbol.ToLowerInvariant(), instrument.Symbol, now.ToUnixTimeMilliseconds());
        if (move.Trade is { } trade)
            yield return $$$"""{"stream":"{{{stream}}}@trade","data":{"e":"trade","E":{{{at}}},"s":"{{{symbol}}}","t":{{{trade.Id}}},"p":"{{{Number(trade.Price)}}}","q":"{{{Number(trade.Size)}}}","T":{{{at}}},"m":{{{(trade.TakerBuys ? "false" : "true")}}},"M":true}}""";
        yield return $$$"""{"stream":"{{{stream}}}@depth@100ms","data":{"e":"depthUpdate","E":{{{at}}},"s":"{{{symbol}}}","U":{{{move.First}}},"u":{{{move.Last}}},"b":[{{{Levels(move, true)}}}],"a":[{{{Levels(move, false)}}}]}}""";
        var (bid, ask) = (instrument.Bids.First(), instrument.Asks.First());
        yield return $$$"""{"stream":"{{{stream}}}@bookTicker","data":{"u":{{{move.Last}}},"s":"{{{symbol}}}","b":"{{{Number(bid.Key)}}}","B":"{{{Number(bid.Value)}}}","a":"{{{Number(ask.Key)}}}","A":"{{{Number(ask.Value)}}}"}}""";
    }

    /// <summary>The answer of <c>GET /api/v3/depth</c>.</summary>
    public static string Depth(Instrument instrument) =>
        $$"""{"lastUpdateId":{{instrument.Sequence}},"bids":[{{Levels(instrument.Bids)}}],"asks":[{{Levels(instrument.Asks)}}]}""";

    private static string Levels(IEnumerable<KeyValuePair<decimal, decimal>> levels) =>
        string.Join(',', levels.Select(static level => $"""["{Number(level.Key)}","{Number(level.Value)}"]"""));

    private static string Levels(Move move, bool bid) =>
        string.Join(',', move.Levels.Where(level => level.Bid == bid).Select(static level => $"""["{Number(level.Price)}","{Number(level.Size)}"]"""));

    private static string Number(decimal number) => Digits.Fixed(number, 8);
}
