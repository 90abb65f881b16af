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
