using System.Text;
using LiveView.Core.Canonical;
using LiveView.Core.Flow;

namespace LiveView.Feeds.Tests.Market;

/// <summary>A whole exchange in one topic (Ho Chi Minh lists some four hundred shares): it stays far below what a row holds, and little moves when little happens.</summary>
public sealed class BoardSizeTests
{
    [Fact]
    public void A_board_of_five_hundred_instruments_fits_a_row_and_a_trade_is_a_small_patch()
    {
        var board = new Folded("market:hose", "ssi");
        for (var hundred = 0; hundred < 5; hundred++)
            board.Take([.. Enumerable.Range(hundred * 100, 100).SelectMany(static i => new[] { Snapshot(i), Foreign(i) })]);
        var before = board.State!;
        Assert.Equal(500, board.Names("market", "symbols").Count);
        Assert.InRange(before.Documents.Values.Sum(static document => document.Length) + before.Memory.Length, 200_000, TopicFold.MaxStateBytes * 3 / 4);
        board.Take(Trade(250));
        Assert.True(before.Documents["foreign"].Span.SequenceEqual(board.State!.Documents["foreign"].Span));
        var patch = MergePatch.Diff(before.Documents["market"], board.State.Documents["market"]);
        Assert.True(patch.Length < 300, Encoding.UTF8.GetString(patch));
    }

    private static string Symbol(int i) => $"S{i:D4}";

    private static string Snapshot(int i) =>
        $$"""{"RType":"X","Symbol":"{{Symbol(i)}}","Exchange":"HOSE","TradingDate":"20/11/2026","Time":"10:15:01","Ceiling":24500,"Floor":21300,"RefPrice":22900,"Open":22950,"High":23000,"Low":22850,"AvgPrice":22927.93,"LastPrice":{{22_900 + (i % 7 * 50)}},"LastVol":100,"TotalVol":{{8_070_000 + i}},"TotalVal":{{185_028_290_000 + i}},"BidPrice1":22900,"BidVol1":12300,"AskPrice1":22950,"AskVol1":5100,"TradingSession":"LO","TradingStatus":"N"}""";

    private static string Foreign(int i) =>
        $$"""{"RType":"R","Symbol":"{{Symbol(i)}}","Exchange":"HOSE","TotalRoom":1000000,"CurrentRoom":{{i}},"BuyVol":{{i * 100}},"SellVol":{{i * 90}},"BuyVal":{{i * 2_290_000L}},"SellVal":{{i * 2_061_000L}}}""";

    private static string Trade(int i) =>
        $$"""{"RType":"X-TRADE","Symbol":"{{Symbol(i)}}","Exchange":"HOSE","TradingDate":"20/11/2026","Time":"10:15:02","RefPrice":22900,"LastPrice":22950,"LastVol":200,"TotalVol":9000000,"TotalVal":206000000000,"TradingSession":"LO"}""";
}
