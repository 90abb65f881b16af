using System.Globalization;
using System.Text.Json;

namespace LiveView.Feeds.Market.Ssi;

/// <summary>
/// SSI FastConnect v2: <c>{"DataType":"X-TRADE","Content":"{…}"}</c>, the content as text or as an object, or the content alone.
/// </summary>
/// <remarks>
/// Full VND for stocks; index points for futures, whose averages and sums alone are VND, points times 100,000. Times are of Vietnam, UTC+7, to
/// the second. There are no numbers: a trade that was missed shows in the day's volume.
/// </remarks>
internal sealed class SsiProvider : IMarketProvider
{
    /// <summary>VND a point of a future.</summary>
    private const decimal FuturesMultiplier = 100_000m;

    /// <summary>A value is wrapped in text at most so often.</summary>
    private const int Wrappings = 3;

    private static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);

    public string Name => "ssi";

    public MarketReading Read(JsonElement frame) => Read(frame, Wrappings);

    private static MarketReading Read(JsonElement frame, int wrappings)
    {
        if (frame.ValueKind == JsonValueKind.String && wrappings > 0)
            return Unwrap(frame, wrappings);
        if (frame.ValueKind != JsonValueKind.Object)
            return MarketReading.Refused("A message of SSI is no object.");
        var message = SsiMessage.Of(frame);
        return message.Raw(SsiField.Content) is { ValueKind: JsonValueKind.Object or JsonValueKind.String } content
            ? Read(content, wrappings)
            : Read(message);
    }

    private static MarketReading Read(in SsiMessage message)
    {
        var type = (message.Text(SsiField.RType) ?? message.Text(SsiField.DataType))?.ToUpperInvariant();
        var symbol = type == "MI" ? message.Text(SsiField.IndexId) : message.Text(SsiField.Symbol) ?? message.Text(SsiField.StockNo);
        if (type is null || symbol is null)
            return MarketReading.Refused("A message of SSI has no type or names nothing.");
        var exchange = Place(message.Text(SsiField.Exchange) ?? message.Text(SsiField.MarketId));
        if (exchange is null)
            return MarketReading.Refused("A message of SSI does not say where it is traded.");
        var said = new Saying(exchange, symbol, Time(message));
        return type switch
        {
            "X" => new([said.Of(Day(message, exchange)), said.Of(Quoted(message)), .. Traded(message, said)], null, null),
            "X-TRADE" => new([said.Of(Day(message, exchange)), .. Traded(message, said)], null, null),
            "X-QUOTE" => new([said.Of(Quoted(message))], "quote", null),
            "F" => new([said.Of(Standing(message))], null, null),
            "R" => new([said.Of(Foreign(message))], "foreign", null),
            "MI" => new([said.Of(Index(message))], "index", null),
            "B" => new([said.Of(Bar(message))], "bar", null),
            "OL" => new([said.Of(OddLot(message))], "odd", null),
            _ => MarketReading.Nothing,
        };
    }

    private static MarketReading Unwrap(JsonElement text, int wrappings)
    {
        try
        {
            using var inner = JsonDocument.Parse(text.GetString() ?? "");
            return Read(inner.RootElement, wrappings - 1);
        }
        catch (JsonException)
        {
            return MarketReading.Refused("A message of SSI holds text that is no JSON.");
        }
    }

    private static string? Place(string? name) => name?.ToUpperInvariant() switch
    {
        null => null,
        "DER" or "DERIVATIVES" => "derivatives",
        { } known => known.ToLowerInvariant(),
    };

    private static MarketFact.Day Day(in SsiMessage message, string exchange)
    {
        var futures = exchange == "derivatives";
        var average = message.Price(SsiField.AvgPrice);
        return Standing(message) with
        {
            Reference = message.Price(SsiField.RefPrice),
            Ceiling = message.Price(SsiField.Ceiling),
            Floor = message.Price(SsiField.Floor),
            Open = message.Price(SsiField.Open),
            High = message.Price(SsiField.High),
            Low = message.Price(SsiField.Low),
            Last = message.Price(SsiField.LastPrice),
            Average = futures && average is { } vnd ? Exact.Plain(vnd / FuturesMultiplier) : average,
            Volume = message.Number(SsiField.TotalVol),
            Value = message.Money(SsiField.TotalVal),
        };
    }

    private static MarketFact.Day Standing(in SsiMessage message) => new()
    {
        Session = message.Text(SsiField.TradingSession),
        Status = message.Text(SsiField.TradingStatus),
        Date = Date(message)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    private static MarketFact.Quoted Quoted(in SsiMessage message) => new(
        message.Levels(SsiField.BidPrice1, SsiField.BidVol1),
        message.Levels(SsiField.AskPrice1, SsiField.AskVol1),
        IsDepth: true,
        message.Text(SsiField.TradingSession));

    private static IEnumerable<MarketSaid> Traded(SsiMessage message, Saying said)
    {
        if (message.Price(SsiField.LastPrice) is not { } price || message.Price(SsiField.LastVol) is not { } size)
            yield break; // nothing was traded yet
        var side = message.Text(SsiField.Side) switch { "BU" => "buy", "SD" => "sell", _ => null };
        var date = Date(message)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        yield return said.Of(new MarketFact.Traded(price, size, side, null, message.Number(SsiField.TotalVol), date));
    }

    private static MarketFact.Foreign Foreign(in SsiMessage message) => new(
        message.Number(SsiField.TotalRoom),
        message.Number(SsiField.CurrentRoom),
        message.Number(SsiField.BuyVol),
        message.Number(SsiField.SellVol),
        message.Money(SsiField.BuyVal),
        message.Money(SsiField.SellVal));

    private static MarketFact.Index Index(in SsiMessage message) => new()
    {
        Value = message.Price(SsiField.IndexValue),
        Prior = message.Price(SsiField.PriorIndexValue),
        Estimate = message.Price(SsiField.IndexValEst),
        Volume = message.Number(SsiField.TotalQtty),
        Turnover = message.Money(SsiField.TotalValue),
        Advances = message.Number(SsiField.Advances),
        Unchanged = message.Number(SsiField.NoChanges),
        Declines = message.Number(SsiField.Declines),
        Ceilings = message.Number(SsiField.Ceilings),
        Floors = message.Number(SsiField.Floors),
        Session = message.Text(SsiField.TradingSession),
    };

    private static MarketFact.Bar Bar(in SsiMessage message) => new(
        message.Text(SsiField.Time),
        message.Price(SsiField.Open),
        message.Price(SsiField.High),
        message.Price(SsiField.Low),
        message.Price(SsiField.Close),
        message.Number(SsiField.Volume));

    private static MarketFact.OddLot OddLot(in SsiMessage message) => new(
        message.Price(SsiField.LastPrice),
        message.Levels(SsiField.BidPrice1, SsiField.BidVol1) is [var bid, ..] ? bid : null,
        message.Levels(SsiField.AskPrice1, SsiField.AskVol1) is [var ask, ..] ? ask : null);

    private static DateTime? Date(in SsiMessage message) =>
        DateTime.TryParseExact(message.Text(SsiField.TradingDate), "dd/MM/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static DateTimeOffset? Time(in SsiMessage message) =>
        Date(message) is { } date && TimeSpan.TryParseExact(message.Text(SsiField.Time), @"hh\:mm\:ss", CultureInfo.InvariantCulture, out var time)
            ? new(date + time, Vietnam)
            : null;

    private readonly record struct Saying(string Exchange, string Symbol, DateTimeOffset? At)
    {
        public MarketSaid Of(MarketFact fact) => new(Exchange, Symbol, At, fact);
    }
}
