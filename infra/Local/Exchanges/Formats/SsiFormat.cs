using System.Globalization;
using System.Text.Json;

namespace LiveView.Local.Exchanges.Formats;

/// <summary>
/// SSI FastConnect v2 over classic SignalR: JSON in text in JSON. Numbers are JSON numbers, with the zeros and the noise that they have on the wire.
/// </summary>
internal sealed class SsiFormat(IReadOnlyList<Instrument> instruments, TimeProvider time) : IExchangeFormat
{
    private static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);
    private long _messages;

    public string Exchange => "ssi";

    public IReadOnlyList<Instrument> Instruments => instruments;

    public IEnumerable<string> Greet(string query) => ["""{"C":"d-1","S":1,"M":[]}"""];

    public IEnumerable<string> Answer(JsonElement order)
    {
        yield return $$"""{"R":null,"I":"{{order.GetProperty("I").GetRawText().Trim('"')}}"}""";
        var channel = (order.GetProperty("A")[0].GetString() ?? "").Split(':')[0];
        var now = time.GetUtcNow();
        foreach (var instrument in channel == "X" ? instruments : [])
            yield return Broadcast("X", Snapshot(instrument, now));
        foreach (var instrument in channel == "R" ? instruments : [])
            yield return Broadcast("R", Foreign(instrument, now));
        if (channel == "MI")
            yield return Broadcast("MI", Index(now));
    }

    public IEnumerable<string> Tell(Instrument instrument, Move move, DateTimeOffset now)
    {
        if (move.Trade is { } trade)
        {
            yield return Broadcast("X-TRADE", $$"""{"RType":"X-TRADE",{{Named(instrument, now)}},{{Day(instrument)}},"LastPrice":{{Price(trade.Price)}},"LastVol":{{Price(trade.Size)}},"Side":"{{(trade.TakerBuys ? "BU" : "SD")}}","TradingSession":"LO","TradingStatus":"N"}""");
            yield return Broadcast("R", Foreign(instrument, now));
            yield return Broadcast("MI", Index(now));
        }

        yield return Broadcast("X-QUOTE", $$"""{"RType":"X-QUOTE",{{Named(instrument, now)}},{{Book(instrument)}},"TradingSession":"LO"}""");
    }

    private string Broadcast(string type, string content)
    {
        var inner = $$"""{"DataType":"{{type}}","Content":{{JsonSerializer.Serialize(content)}}}""";
        return $$"""{"C":"d-{{++_messages}}","M":[{"H":"FcMarketDataV2Hub","M":"Broadcast","A":[{{JsonSerializer.Serialize(inner)}}]}]}""";
    }

    private static string Snapshot(Instrument instrument, DateTimeOffset now) =>
        $$"""{"RType":"X",{{Named(instrument, now)}},{{Day(instrument)}},"Open":{{Price(instrument.Open)}},"High":{{Price(instrument.High)}},"Low":{{Price(instrument.Low)}},"LastPrice":{{Price(instrument.Last)}},"LastVol":{{Price(instrument.LastSize)}},{{Book(instrument)}},"MarketId":"HOSE","TradingSession":"LO","TradingStatus":"N","Side":null}""";

    private static string Named(Instrument instrument, DateTimeOffset now)
    {
        var there = now.ToOffset(Vietnam);
        return string.Create(CultureInfo.InvariantCulture, $"\"TradingDate\":\"{there:dd'/'MM'/'yyyy}\",\"Time\":\"{there:HH':'mm':'ss}\",\"Symbol\":\"{instrument.Symbol}\",\"Exchange\":\"HOSE\"");
    }

    private static string Day(Instrument instrument) =>
        $"\"RefPrice\":{Price(instrument.Open)},\"AvgPrice\":{(instrument.Volume == 0 ? "\"NaN\"" : Price(decimal.Round(instrument.Value / instrument.Volume, 2)))},\"TotalVol\":{Price(instrument.Volume)},\"TotalVal\":{Price(instrument.Value)}";

    private static string Book(Instrument instrument) => string.Join(
        ',',
        Side("Bid", instrument.Bids).Concat(Side("Ask", instrument.Asks)));

    private static IEnumerable<string> Side(string name, IEnumerable<KeyValuePair<decimal, decimal>> levels) =>
        levels.Take(3).Select((level, i) => $"\"{name}Price{i + 1}\":{Price(level.Key)},\"{name}Vol{i + 1}\":{Price(level.Value)}");

    private static string Foreign(Instrument instrument, DateTimeOffset now)
    {
        var (bought, sold) = (decimal.Floor(instrument.Volume / 3), decimal.Floor(instrument.Volume / 4));
        return $$"""{"RType":"R",{{Named(instrument, now)}},"TotalRoom":1000000000,"CurrentRoom":{{Price(1_000_000 - bought)}},"BuyVol":{{Price(bought)}},"SellVol":{{Price(sold)}},"BuyVal":{{Price(bought * instrument.Last)}},"SellVal":{{Price(sold * instrument.Last)}},"MarketId":"HOSE"}""";
    }

    private string Index(DateTimeOffset now)
    {
        var there = now.ToOffset(Vietnam);
        var value = decimal.Round(1_250m * instruments.Sum(static instrument => instrument.Last) / instruments.Sum(static instrument => instrument.Open), 2);
        var (up, down) = (instruments.Count(static i => i.Last > i.Open), instruments.Count(static i => i.Last < i.Open));
        return string.Create(CultureInfo.InvariantCulture, $"{{\"IndexId\":\"VNINDEX\",\"IndexValue\":{value},\"PriorIndexValue\":1250.0,\"TradingDate\":\"{there:dd'/'MM'/'yyyy}\",\"Time\":\"{there:HH':'mm':'ss}\",\"Advances\":{up},\"NoChanges\":{instruments.Count - up - down},\"Declines\":{down},\"Exchange\":\"HOSE\",\"TradingSession\":\"LO\",\"RType\":\"MI\"}}");
    }

    // As the wire writes them: with a fraction even where there is none.
    private static string Price(decimal price) => price.Scale == 0 ? $"{price.ToString(CultureInfo.InvariantCulture)}.0" : price.ToString(CultureInfo.InvariantCulture);
}
