using LiveView.Core.Feeds;

namespace LiveView.Feeds.Tests.Market;

/// <summary>The public exchanges, each by its own rule of order.</summary>
public sealed class CryptoTests
{
    [Fact]
    public void Trades_of_Coinbase_come_once_by_the_takers_side_and_missing_numbers_are_declared()
    {
        var topic = Folded.Of("market:coinbase.btc-usd", "coinbase", Match(10, "100.10"), Match(11, "100.20"), Match(11, "100.20"), Match(14, "100.30"));
        Assert.Equal(
            [
                """{"at":"2021-04-17T16:43:37.089723Z","id":10,"price":"100.10","side":"buy","size":"985","type":"trade"}""",
                """{"at":"2021-04-17T16:43:37.089723Z","id":11,"price":"100.20","side":"buy","size":"985","type":"trade"}""",
                """{"from":12,"to":13,"type":"gap"}""",
                """{"at":"2021-04-17T16:43:37.089723Z","id":14,"price":"100.30","side":"buy","size":"985","type":"trade"}""",
            ],
            topic.Entries);
        Assert.Equal("100.30", topic.At("market", "quote/last"));
        Assert.Equal("BTC-USD (Coinbase)", topic.State!.Title);
    }

    [Fact]
    public void A_change_of_Binance_that_does_not_follow_loses_the_book_until_the_next_snapshot()
    {
        var topic = Folded.Of("market:binance.btcusdt", "binance", Snapshot(100, "1.10"), Depth(99, 101, "1.20", "5"), Depth(102, 102, "1.10", "0"));
        Assert.Equal(["1.20"], topic.Names("market", "bids")); // the first may reach back before the snapshot
        Assert.Equal("live", topic.At("market", "book/state"));
        topic.Take(Depth(104, 104, "1.30", "5"));
        Assert.Equal("lost", topic.At("market", "book/state"));
        Assert.Equal(("1", "sequence"), (topic.At("market", "book/gaps"), topic.At("market", "book/reason")));
        Assert.Equal(["1.20"], topic.Names("market", "bids")); // not believed, but not replaced by something wrong either
        topic.Take(Snapshot(200, "1.40"), Depth(200, 200, "1.50", "5"), Depth(201, 201, "1.60", "5"));
        Assert.Equal(["1.40", "1.60"], topic.Names("market", "bids"));
        Assert.Equal(("live", null), (topic.At("market", "book/state"), topic.At("market", "book/reason")));
    }

    [Fact]
    public void A_book_of_Kraken_whose_checksum_differs_is_lost()
    {
        var topic = Folded.Of("market:kraken.xbt-usd", "kraken", """[1,{"as":[["5.10","1.0","1.0"]],"bs":[["5.00","1.0","1.0"]]},"book-10","XBT/USD"]""");
        topic.Take("""[1,{"a":[["5.20","2.0","1.1"]],"c":"1"},"book-10","XBT/USD"]""");
        Assert.Equal("lost", topic.At("market", "book/state"));
    }

    [Fact]
    public void A_connection_that_was_lost_is_told_to_viewers_of_a_book_and_of_trades_without_numbers()
    {
        var topic = Folded.Of(
            "market:kraken.xbt-usd",
            "kraken",
            """[1,{"as":[["5.10","1.0","1.0"]],"bs":[["5.00","1.0","1.0"]]},"book-10","XBT/USD"]""",
            """[1,[["5.10","0.5","1618678142.557535","s","l",""]],"trade","XBT/USD"]""");
        topic.Take("""{"liveview":"missed","reason":"disconnected"}""");
        Assert.Equal("""{"reason":"disconnected","type":"gap"}""", topic.Entries[^1]);
        Assert.Equal(("lost", "disconnected"), (topic.At("market", "book/state"), topic.At("market", "book/reason")));
    }

    [Fact]
    public void One_price_written_in_two_ways_is_one_level()
    {
        var topic = Folded.Of("market:binance.btcusdt", "binance", Snapshot(100, "1.10"), Depth(101, 101, "1.1", "7"));
        Assert.Equal(["1.1"], topic.Names("market", "bids"));
    }

    [Fact]
    public void A_burst_that_comes_twice_changes_nothing_and_one_frame_is_a_burst_too()
    {
        var topic = new Folded("market:coinbase.btc-usd", "coinbase");
        Assert.IsType<FoldResult.Folded>(topic.TakeAs($"[{Match(1, "5")}]", 7));
        Assert.IsType<FoldResult.Unchanged>(topic.TakeAs($"[{Match(1, "5")}]", 7));
        Assert.IsType<FoldResult.Folded>(topic.TakeAs(Match(2, "5"), 8));
    }

    [Fact]
    public void Far_levels_are_cut_off_and_never_believed_again_until_a_snapshot()
    {
        var levels = Enumerable.Range(0, 300).Select(static i => $"[\"{1000 - i}\",\"1\"]");
        var topic = Folded.Of("market:binance.btcusdt", "binance", $$$"""{"stream":"btcusdt@snapshot","data":{"lastUpdateId":1,"bids":[{{{string.Join(',', levels)}}}],"asks":[]}}""");
        Assert.Equal(20, topic.Names("market", "bids").Count);
        var sequence = 1;
        for (var i = 0; i < 181; i++)
            topic.Take(Depth(++sequence, sequence, $"{1000 - i}", "0"));
        Assert.Equal("thin", topic.At("market", "book/state")); // 19 are known, 101 more are somewhere
        topic.Take(Depth(++sequence, sequence, "700", "9"));
        Assert.DoesNotContain("700", topic.Names("market", "bids"));
    }

    private static string Match(long id, string price) =>
        $$"""{"type":"match","trade_id":{{id}},"side":"sell","size":"985","price":"{{price}}","product_id":"BTC-USD","sequence":1,"time":"2021-04-17T16:43:37.089723Z"}""";

    private static string Snapshot(long last, string bid) =>
        $$$"""{"stream":"btcusdt@snapshot","data":{"lastUpdateId":{{{last}}},"bids":[["{{{bid}}}","1"]],"asks":[]}}""";

    private static string Depth(long first, long last, string bid, string size) =>
        $$$"""{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1633998512068,"s":"BTCUSDT","U":{{{first}}},"u":{{{last}}},"b":[["{{{bid}}}","{{{size}}}"]],"a":[]}}""";
}
