using System.Text;
using System.Text.Json;

namespace LiveView.Local.Exchanges.Formats;

/// <summary>Kraken's WebSocket v1, with its checksums.</summary>
internal sealed class KrakenFormat(IReadOnlyList<Instrument> instruments, TimeProvider time) : IExchangeFormat
{
    private const int SizeDigits = 8;

    public string Exchange => "kraken";

    public IReadOnlyList<Instrument> Instruments => instruments;

    public IEnumerable<string> Greet(string query) => ["""{"connectionID":18239578009413566319,"event":"systemStatus","status":"online","version":"1.9.0"}"""];

    public IEnumerable<string> Answer(JsonElement order)
    {
        if (order.GetProperty("event").GetString() != "subscribe")
            yield break;
        var name = order.GetProperty("subscription").GetProperty("name").GetString() ?? "";
        foreach (var pair in order.GetProperty("pair").EnumerateArray().Select(static pair => pair.GetString() ?? ""))
        {
            yield return $$$"""{"channelID":1,"channelName":"{{{name}}}","event":"subscriptionStatus","pair":"{{{pair}}}","status":"subscribed","subscription":{"name":"{{{name}}}"}}""";
            if (name == "book" && instruments.FirstOrDefault(instrument => instrument.Symbol == pair) is { } instrument)
                yield return $$"""[1,{"as":[{{Levels(instrument, instrument.Asks)}}],"bs":[{{Levels(instrument, instrument.Bids)}}]},"book-100","{{pair}}"]""";
        }
    }

    public IEnumerable<string> Tell(Instrument instrument, Move move, DateTimeOffset now)
    {
        var at = Digits.Seconds(now);
        if (move.Trade is { } trade)
            yield return $"""[2,[["{Price(instrument, trade.Price)}","{Size(trade.Size)}","{at}","{(trade.TakerBuys ? 'b' : 's')}","l",""]],"trade","{instrument.Symbol}"]""";
        var side = move.Levels[0].Bid ? "b" : "a"; // a move is of one side
        var levels = string.Join(',', move.Levels.Select(level => $"""["{Price(instrument, level.Price)}","{Size(level.Size)}","{at}"]"""));
        yield return $$"""[1,{"{{side}}":[{{levels}}],"c":"{{Checksum(instrument)}}"},"book-100","{{instrument.Symbol}}"]""";
    }

    private string Levels(Instrument instrument, IEnumerable<KeyValuePair<decimal, decimal>> levels) =>
        string.Join(',', levels.Select(level => $"""["{Price(instrument, level.Key)}","{Size(level.Value)}","{Digits.Seconds(time.GetUtcNow())}"]"""));

    // CRC-32 of the ten best asks and bids, without points and leading zeros.
    private static uint Checksum(Instrument instrument)
    {
        var text = new StringBuilder();
        foreach (var (price, size) in instrument.Asks.Take(10).Concat(instrument.Bids.Take(10)))
        {
            text.Append(Price(instrument, price).Replace(".", "", StringComparison.Ordinal).TrimStart('0'));
            text.Append(Size(size).Replace(".", "", StringComparison.Ordinal).TrimStart('0'));
        }

        var crc = uint.MaxValue;
        foreach (var letter in Encoding.ASCII.GetBytes(text.ToString()))
        {
            crc ^= letter;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return ~crc;
    }

    private static string Price(Instrument instrument, decimal price) => Digits.Fixed(price, Digits.Of(instrument.Step));

    private static string Size(decimal size) => Digits.Fixed(size, SizeDigits);
}
