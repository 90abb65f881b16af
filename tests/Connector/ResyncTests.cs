using System.Text;
using LiveView.Feeds.Market;

namespace LiveView.Connector.Tests;

/// <summary>A book that is asked for elsewhere than in the stream: what comes may be older than the changes that wait for it.</summary>
public sealed class ResyncTests
{
    private const string Topic = "market:binance.btcusdt";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "131")]
    public void A_snapshot_that_ends_before_the_changes_that_wait_is_a_declared_gap_and_they_wait_for_the_next_one()
    {
        var stream = new MarketStream("binance");
        Assert.Equal(["connected"], Take(stream, Depth(105)).Select(static frame => frame.Contains("missed", StringComparison.Ordinal) ? "connected" : frame));
        Assert.Empty(Take(stream, Depth(106)));
        Assert.Equal("snapshot", Assert.Single(stream.TakeResyncs()).Reason);
        Assert.Equal([Snapshot(100), Depth(105)], Take(stream, Snapshot(100))); // the fold sees the gap where the stream does
        Assert.Equal("sequence", Assert.Single(stream.TakeResyncs()).Reason);
        Assert.Empty(Take(stream, Depth(107)));
        Assert.Equal([Snapshot(104), Depth(105), Depth(106), Depth(107)], Take(stream, Snapshot(104)));
        Assert.Equal([Depth(108)], Take(stream, Depth(108)));
        Assert.Empty(stream.TakeResyncs());
    }

    [Fact]
    [Trait("Requirement", "131")]
    public async Task A_snapshot_that_came_too_early_is_asked_for_again_until_the_book_follows()
    {
        await using var followed = await FollowedExchange.StartAsync("binance", Token);
        followed.Exchange.Snapshots.Enqueue(Snapshot(100));
        followed.Exchange.Snapshots.Enqueue(Snapshot(105));
        await followed.Exchange.SayAsync(Depth(105), Token);
        await followed.Exchange.SayAsync(Depth(106), Token);
        await followed.Until("it is asked for again", () => followed.Exchange.Asked.Count == 2, Token);
        await followed.Exchange.SayAsync(Depth(107), Token);
        await followed.Until("the last change is shown", () => followed.Cloud.Fold(Topic).Side("bids").ContainsKey(107), Token);
        Assert.Equal(("live", "1"), (followed.Cloud.Fold(Topic).At("book/state"), followed.Cloud.Fold(Topic).At("book/gaps")));
        Assert.Equal(["snapshot", "sequence"], followed.Exchange.Asked);
    }

    [Fact]
    public async Task A_snapshot_that_its_lane_has_no_room_for_is_asked_for_again()
    {
        await using var followed = await FollowedExchange.StartAsync("binance", Token, settings: new() { MaxPendingBytes = 1_000 });
        followed.Exchange.Snapshots.Enqueue(Snapshot(105, 1_000));
        followed.Exchange.Snapshots.Enqueue(Snapshot(105));
        await followed.Exchange.SayAsync(Depth(105), Token);
        await followed.Until("it is asked for again", () => followed.Exchange.Asked.Count == 2, Token);
        Assert.Equal(["snapshot", "overflow"], followed.Exchange.Asked);
    }

    [Fact]
    [Trait("Requirement", "131")]
    public async Task A_book_of_megabytes_is_shown()
    {
        await using var followed = await FollowedExchange.StartAsync("coinbase", Token);
        var bids = string.Join(',', Enumerable.Range(0, 40_000).Select(static n => $"[\"{100_000 - n}.00\",\"0.{n + 1:D8}\"]"));
        await followed.Exchange.SayAsync($$"""{"type":"snapshot","product_id":"BTC-USD","bids":[{{bids}}],"asks":[["100001","1"]]}""", Token);
        await followed.Until("it is there", () => followed.Cloud.Fold("market:coinbase.btc-usd").At("book/state") == "live", Token);
        Assert.Equal(0.00000001m, followed.Cloud.Fold("market:coinbase.btc-usd").Side("bids")[100_000]);
        Assert.Equal(0, followed.Metrics.Sum("frames_dropped_total"));
    }

    [Fact]
    public async Task An_exchange_that_does_not_give_a_book_is_asked_less_and_less_often()
    {
        await using var followed = await FollowedExchange.StartAsync("binance", Token, static exchange => exchange.Asking = static () => throw new HttpRequestException("418"));
        var until = followed.Time.GetUtcNow() + TimeSpan.FromSeconds(10);
        var number = 0;
        while (followed.Time.GetUtcNow() < until)
        {
            await followed.Exchange.SayAsync(Depth(++number), Token);
            await followed.Until("it is read", () => followed.Metrics.Sum("frames_received_total") == number, Token);
        }

        Assert.InRange(followed.Exchange.Asked.Count, 3, 8); // 50 at 200 ms each
    }

    [Fact]
    public async Task A_book_that_cannot_be_had_holds_up_no_other()
    {
        await using var followed = await FollowedExchange.StartAsync("binance", Token, static exchange => exchange.Asking = static () => throw new HttpRequestException("400"));
        var number = 0;
        while (followed.Exchange.Asked.Count < 4)
        {
            await followed.Exchange.SayAsync(Depth(++number), Token);
            await followed.Until("it is read", () => followed.Metrics.Sum("frames_received_total") == number, Token);
        }

        followed.Exchange.Asking = static () => { };
        followed.Exchange.Snapshots.Enqueue(Snapshot(1).Replace("btcusdt", "ethusdt", StringComparison.Ordinal));
        var soon = followed.Time.GetUtcNow() + TimeSpan.FromSeconds(2);
        await followed.Exchange.SayAsync(Depth(2).Replace("btcusdt", "ethusdt", StringComparison.Ordinal).Replace("BTCUSDT", "ETHUSDT", StringComparison.Ordinal), Token);
        await followed.Until("the other is there", () => followed.Cloud.Fold("market:binance.ethusdt").At("book/state") == "live", Token);
        Assert.True(followed.Time.GetUtcNow() < soon);
    }

    [Fact]
    public void A_wish_that_was_granted_is_not_forgotten_for_a_later_one()
    {
        var stream = new MarketStream("binance");
        Take(stream, Depth(105));
        var first = Assert.Single(stream.TakeResyncs());
        Take(stream, Snapshot(105));
        Take(stream, Depth(110)); // a gap
        var second = Assert.Single(stream.TakeResyncs());
        stream.Forget(first);
        Take(stream, Depth(111));
        Assert.Empty(stream.TakeResyncs());
        stream.Forget(second);
        Take(stream, Depth(112));
        Assert.Equal("snapshot", Assert.Single(stream.TakeResyncs()).Reason);
    }

    [Fact]
    public async Task A_book_that_is_never_sent_is_asked_for_again_with_a_later_change()
    {
        await using var followed = await FollowedExchange.StartAsync("coinbase", Token);
        await followed.Exchange.SayAsync(Update, Token);
        await followed.Until("it is asked for", () => followed.Exchange.Asked.Count == 1, Token);
        var later = followed.Time.GetUtcNow() + TimeSpan.FromSeconds(11);
        await followed.Until("time goes by", () => followed.Time.GetUtcNow() > later, Token);
        await followed.Exchange.SayAsync(Update, Token);
        await followed.Until("it is asked for again", () => followed.Exchange.Asked.Count == 2, Token);
        Assert.Equal(["snapshot", "snapshot"], followed.Exchange.Asked);
    }

    private const string Update = """{"type":"l2update","product_id":"BTC-USD","changes":[["buy","1.0","2"]]}""";

    private static IReadOnlyList<string> Take(MarketStream stream, string frame)
    {
        var parts = stream.Take(Encoding.UTF8.GetBytes(frame), out var refusal);
        Assert.Null(refusal);
        return [.. parts.Select(static part => Encoding.UTF8.GetString(part.Frame.Span))];
    }

    private static string Snapshot(long last, int padding = 0) =>
        $$$"""{"stream":"btcusdt@snapshot","data":{"lastUpdateId":{{{last}}},"bids":[["90","1"]],"asks":[],"padding":"{{{new string('.', padding)}}}"}}""";

    private static string Depth(long number) =>
        $$$"""{"stream":"btcusdt@depth@100ms","data":{"s":"BTCUSDT","U":{{{number}}},"u":{{{number}}},"b":[["{{{number}}}","1"]],"a":[]}}""";
}
