using System.Collections.Frozen;

namespace LiveView.Feeds.Market.Ssi;

/// <summary>The fields of SSI's messages that we read, whatever their spelling that day.</summary>
internal enum SsiField
{
    RType, DataType, Content, Symbol, StockNo, IndexId, Exchange, MarketId, TradingDate, Time, TradingSession, TradingStatus,
    Ceiling, Floor, RefPrice, Open, High, Low, Close, AvgPrice, PriorVal, LastPrice, LastVol, TotalVol, TotalVal, Side,
    TotalRoom, CurrentRoom, BuyVol, SellVol, BuyVal, SellVal,
    IndexValue, PriorIndexValue, IndexValEst, TotalQtty, TotalValue, Advances, NoChanges, Declines, Ceilings, Floors, Volume,
    BidPrice1, BidPrice2, BidPrice3, BidPrice4, BidPrice5, BidPrice6, BidPrice7, BidPrice8, BidPrice9, BidPrice10,
    BidVol1, BidVol2, BidVol3, BidVol4, BidVol5, BidVol6, BidVol7, BidVol8, BidVol9, BidVol10,
    AskPrice1, AskPrice2, AskPrice3, AskPrice4, AskPrice5, AskPrice6, AskPrice7, AskPrice8, AskPrice9, AskPrice10,
    AskVol1, AskVol2, AskVol3, AskVol4, AskVol5, AskVol6, AskVol7, AskVol8, AskVol9, AskVol10,
}

/// <summary>Finds a field by its name in any case, and by the names that were seen in its place.</summary>
internal static class SsiFields
{
    public const int Count = (int)SsiField.AskVol10 + 1;

    private const int LongestName = 20;

    private static readonly FrozenDictionary<string, SsiField>.AlternateLookup<ReadOnlySpan<char>> ByName = new Dictionary<string, SsiField>(
        Enum.GetValues<SsiField>().Select(static field => KeyValuePair.Create(field.ToString(), field)), StringComparer.OrdinalIgnoreCase)
    {
        // Misspelt on the wire, or called otherwise there than in the documents.
        ["AskPrie9"] = SsiField.AskPrice9,
        ["TradingTime"] = SsiField.Time,
        ["Highest"] = SsiField.High,
        ["Lowest"] = SsiField.Low,
        ["Avg"] = SsiField.AvgPrice,
        ["FBuyVol"] = SsiField.BuyVol,
        ["FSellVol"] = SsiField.SellVol,
        ["FBuyVal"] = SsiField.BuyVal,
        ["FSellVal"] = SsiField.SellVal,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static SsiField? Find(ReadOnlySpan<byte> name)
    {
        Span<char> letters = stackalloc char[LongestName];
        return name.Length <= LongestName && System.Text.Ascii.ToUtf16(name, letters, out var length) == System.Buffers.OperationStatus.Done
            && ByName.TryGetValue(letters[..length], out var field)
            ? field
            : null;
    }
}
