using System.Text.Json;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Tests.Market;

/// <summary>SSI's messages with all that is strange about them.</summary>
public sealed class SsiTests
{
    private const string Snapshot = """
        {"RType":"X","TradingDate":"20/11/2026","Time":"10:15:01","Isin":"ACB","Symbol":"ACB","Ceiling":24500.0,"Floor":21300.0,"RefPrice":22900.0,
         "Open":22950.0,"High":23000.0,"Low":22850.0,"Close":0.0,"AvgPrice":22927.93,"PriorVal":22900.0,"LastPrice":22950.0,"LastVol":100.0,
         "TotalVal":185028289999.99728,"TotalVol":"8070000","BidPrice1":22900.0,"BidVol1":12300.0,"BidPrice2":22850.0,"BidVol2":400.0,"BidPrice3":0.0,"BidVol3":0.0,
         "AskPrice1":22950.0,"AskVol1":5100.0,"AskPrice2":0.0,"AskVol2":0.0,"MarketId":"HOSE","Exchange":"HOSE","TradingSession":"LO","TradingStatus":"N","Change":-6.099999999999909,"RatioChange":0.22}
        """;

    [Fact]
    [Trait("Requirement", "163")]
    public void A_snapshot_tells_the_day_its_limits_the_best_prices_and_the_depth()
    {
        var topic = Folded.Of("market:hose.acb", "ssi", Wrapped(Snapshot));
        Assert.Equal("22950", topic.At("market", "quote/last"));
        Assert.Equal("24500", topic.At("market", "quote/ceiling"));
        Assert.Equal("50", topic.At("market", "quote/change")); // worked out, not the wire's noise
        Assert.Equal("0.22", topic.At("market", "quote/ratio"));
        Assert.Equal("185028290000", topic.At("market", "quote/value"));
        Assert.Equal("continuous", topic.At("market", "quote/session"));
        Assert.Equal(["22850", "22900"], topic.Names("market", "bids"));
        Assert.Equal("5100", topic.At("market", "asks/22950"));
        Assert.Equal("ACB (HOSE)", topic.State!.Title);
        Assert.Equal("""{"at":"2026-11-20T03:15:01Z","price":"22950","size":"100","type":"trade"}""", Assert.Single(topic.Entries));
    }

    [Theory]
    [InlineData("{\"DataType\":\"X\",\"Content\":CONTENT}")] // content as an object
    [InlineData("{\"Datatype\":\"X\",\"content\":TEXT}")]
    [InlineData("{\"datatype\":\"X\",\"Content\":TEXTTEXT}")] // encoded three times with the frame itself
    [InlineData("CONTENT")]
    public void However_it_is_wrapped_and_its_keys_are_written_it_says_the_same(string frame)
    {
        var text = JsonSerializer.Serialize(Snapshot);
        var wrapped = frame.Replace("TEXTTEXT", JsonSerializer.Serialize(text), StringComparison.Ordinal)
            .Replace("TEXT", text, StringComparison.Ordinal).Replace("CONTENT", Snapshot, StringComparison.Ordinal);
        var strange = wrapped.Replace("LastPrice", "lastprice", StringComparison.Ordinal).Replace("AskPrice1\\", "ASKPRICE1\\", StringComparison.Ordinal);
        Assert.Equal(
            Text(Folded.Of("market:hose.acb", "ssi", Wrapped(Snapshot))),
            Text(Folded.Of("market:hose.acb", "ssi", strange)));
    }

    [Fact]
    public void What_is_not_a_number_yet_is_absent_and_one_number_has_one_spelling()
    {
        var topic = Folded.Of(
            "market:hose.acb",
            "ssi",
            """{"RType":"X","Symbol":"ACB","Exchange":"HOSE","AvgPrice":"NaN","LastPrice":0.0,"LastVol":0,"RefPrice":22900,"TradingDate":"20/11/2026","Time":"08:59:00"}""");
        Assert.Null(topic.At("market", "quote/average"));
        Assert.Null(topic.At("market", "quote/last"));
        Assert.Empty(topic.Entries);
        Assert.Equal("24500", topic.At("market", "quote/ceiling")); // 22,900 + 7 %, rounded inwards to 50
        Assert.Equal("21300", topic.At("market", "quote/floor"));
        Assert.IsType<FoldResult.Unchanged>(topic.Take(
            """{"RType":"X","Symbol":"ACB","Exchange":"HOSE","AvgPrice":"NaN","LastPrice":0,"LastVol":0.0,"RefPrice":"22900.00","TradingDate":"20/11/2026","Time":"08:59:00"}"""));
    }

    [Fact]
    public void In_an_auction_orders_at_any_price_are_shown_by_the_name_of_the_auction_and_the_book_may_be_crossed()
    {
        var topic = Folded.Of(
            "market:derivatives.vn30f2612",
            "ssi",
            """{"RType":"X-QUOTE","Symbol":"VN30F2612","Exchange":"DERIVATIVES","TradingDate":"20/11/2026","Time":"14:31:00","TradingSession":"ATC","BidPrice1":0.0,"BidVol1":321,"BidPrice2":1344.9,"BidVol2":5,"AskPrice1":0.0,"AskVol1":17,"AskPrice2":1252.0,"AskVol2":3,"AskPrie9":1300.5,"AskVol9":2}""");
        Assert.Equal("321", topic.At("market", "bids/ATC"));
        Assert.Equal("1344.9", topic.At("market", "quote/bid"));
        Assert.Equal("1252", topic.At("market", "quote/ask"));
        Assert.Equal("2", topic.At("market", "asks/1300.5"));
    }

    [Fact]
    public void The_average_of_a_future_is_in_points_like_its_prices()
    {
        var topic = Folded.Of(
            "market:derivatives.vn30f2612",
            "ssi",
            """{"RType":"X","Symbol":"VN30F2612","MarketId":"DER","Exchange":null,"LastPrice":1283.9,"LastVol":1,"AvgPrice":128454615.60,"TotalVal":4507986280000.0,"TotalVol":35094,"RefPrice":1280.0}""");
        Assert.Equal("1284.546156", topic.At("market", "quote/average"));
        Assert.Equal("4507986280000", topic.At("market", "quote/value"));
        Assert.Equal("1369.6", topic.At("market", "quote/ceiling"));
    }

    [Fact]
    [Trait("Requirement", "124")]
    public void The_tiers_of_an_exchange_never_touch_each_other()
    {
        var board = Folded.Of("market:hose", "ssi", Wrapped(Snapshot), Foreign("ACB", 5_000, 1_000, 114_500_000, 22_900_000), Index("VNINDEX", "1,2"));
        var (market, foreign, index) = (Text(board, "market"), Text(board, "foreign"), Text(board, "index"));
        board.Take(Trade("VCB", "60500", 100, 100));
        Assert.NotEqual(market, Text(board, "market"));
        Assert.Equal((foreign, index), (Text(board, "foreign"), Text(board, "index")));
        market = Text(board, "market");
        board.Take(Foreign("ACB", 6_000, 1_000, 137_400_000, 22_900_000));
        Assert.NotEqual(foreign, Text(board, "foreign"));
        Assert.Equal((market, index), (Text(board, "market"), Text(board, "index")));
        foreign = Text(board, "foreign");
        board.Take(Index("VN30", "1300.55"));
        Assert.NotEqual(index, Text(board, "index"));
        Assert.Equal((market, foreign), (Text(board, "market"), Text(board, "foreign")));
    }

    [Fact]
    public void Foreign_values_may_fall_and_the_sums_and_the_ranks_follow()
    {
        var board = Folded.Of("market:hose", "ssi", Foreign("ACB", 10, 0, 500, 0), Foreign("VCB", 0, 10, 0, 800), Foreign("ACB", 10, 0, 450, 0));
        Assert.Equal("450", board.At("foreign", "total/buyValue"));
        Assert.Equal("-350", board.At("foreign", "total/netValue"));
        Assert.Equal("ACB", board.At("foreign", "bought/1"));
        Assert.Equal("VCB", board.At("foreign", "sold/1"));
    }

    [Fact]
    public void The_board_ranks_who_moved_most_and_a_price_at_its_limit_is_said_to_be_there()
    {
        var board = Folded.Of("market:hose", "ssi", Day("AAA", "10000", "10700"), Day("BBB", "10000", "9300"), Day("CCC", "10000", "10100"), Day("DDD", "10000", "10000"));
        Assert.Equal(("AAA", "CCC", null), (board.At("market", "up/1"), board.At("market", "up/2"), board.At("market", "up/3")));
        Assert.Equal("BBB", board.At("market", "down/1"));
        Assert.Equal("ceiling", board.At("market", "symbols/AAA/limit"));
        Assert.Equal("floor", board.At("market", "symbols/BBB/limit"));
        Assert.Null(board.At("market", "symbols/CCC/limit"));
    }

    [Fact]
    public void A_trade_told_twice_is_one_trade_and_volume_that_nobody_told_of_is_declared()
    {
        var topic = Folded.Of("market:hose.acb", "ssi", Trade("ACB", "22950", 100, 1_000), Trade("ACB", "22950", 100, 1_000), Trade("ACB", "22900", 200, 1_500));
        Assert.Equal(
            [
                """{"at":"2026-11-20T03:15:02Z","price":"22950","side":"buy","size":"100","type":"trade"}""",
                """{"type":"gap","volume":"300"}""",
                """{"at":"2026-11-20T03:15:02Z","price":"22900","side":"buy","size":"200","type":"trade"}""",
            ],
            topic.Entries);
    }

    [Fact]
    public void A_new_day_begins_with_nothing_of_the_old_one()
    {
        var topic = Folded.Of("market:hose.acb", "ssi", Wrapped(Snapshot));
        topic.Take("""{"RType":"X","Symbol":"ACB","Exchange":"HOSE","TradingDate":"23/11/2026","Time":"08:50:00","RefPrice":22950,"LastPrice":0,"LastVol":0}""");
        Assert.Null(topic.At("market", "quote/high"));
        Assert.Equal("22950", topic.At("market", "quote/ref"));
        Assert.Equal("closed", topic.At("market", "quote/session")); // nothing was said; the timetable knows
    }

    [Theory]
    [InlineData("09:10:00", "ato", Phase.Live)]
    [InlineData("10:00:00", "continuous", Phase.Live)]
    [InlineData("11:45:00", "lunch", Phase.Break)]
    [InlineData("14:40:00", "atc", Phase.Live)]
    [InlineData("14:50:00", "put-through", Phase.Live)]
    [InlineData("15:10:00", "closed", Phase.Finished)]
    public void The_day_has_its_sessions(string time, string session, Phase phase)
    {
        var topic = Folded.Of("market:hose.acb", "ssi", $$"""{"RType":"X","Symbol":"ACB","Exchange":"HOSE","TradingDate":"20/11/2026","Time":"{{time}}","RefPrice":22950,"TradingSession":null}""");
        Assert.Equal(session, topic.At("market", "quote/session"));
        Assert.Equal(phase, topic.State!.Phase);
    }

    [Theory]
    [InlineData("""{"RType":"X"}""")]
    [InlineData("""{"DataType":"X","Content":"{broken"}""")]
    [InlineData("""[1,2]""")]
    [InlineData("""{"RType":"X","Symbol":"ACB"}""")]
    public void What_cannot_be_read_is_refused(string frame) =>
        Assert.IsType<FoldResult.Rejected>(new Folded("market:hose.acb", "ssi").TakeAs(frame, null));

    private static string Wrapped(string content) => $$"""{"DataType":"X","Content":{{JsonSerializer.Serialize(content)}}}""";

    private static string Trade(string symbol, string price, int size, int total) =>
        $$"""{"RType":"X-TRADE","Symbol":"{{symbol}}","Exchange":"HOSE","TradingDate":"20/11/2026","Time":"10:15:02","LastPrice":{{price}},"LastVol":{{size}},"TotalVol":{{total}},"Side":"BU","TradingSession":"LO"}""";

    private static string Day(string symbol, string reference, string last) =>
        $$"""{"RType":"X-TRADE","Symbol":"{{symbol}}","Exchange":"HOSE","TradingDate":"20/11/2026","Time":"10:15:02","RefPrice":{{reference}},"LastPrice":{{last}},"LastVol":100,"TotalVol":100,"TotalVal":{{last}}00}""";

    private static string Foreign(string symbol, int bought, int sold, long buyValue, long sellValue) =>
        $$"""{"RType":"R","Symbol":"{{symbol}}","Exchange":"HOSE","TotalRoom":0,"CurrentRoom":100,"BuyVol":{{bought}},"SellVol":{{sold}},"BuyVal":{{buyValue}},"SellVal":{{sellValue}}}""";

    private static string Index(string id, string value) =>
        $$"""{"IndexId":"{{id}}","IndexValue":"{{value}}","PriorIndexValue":1290.11,"Advances":12,"NoChanges":3,"Declines":15,"Exchange":"HOSE","TradingDate":"20/11/2026","Time":"10:15:02","RType":"MI"}""";

    private static string Text(Folded topic, string tier = "market") => System.Text.Encoding.UTF8.GetString(topic.State!.Documents[tier].Span);
}
