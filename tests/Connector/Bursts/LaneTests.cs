using System.Text;
using System.Text.Json;
using LiveView.Connector.Bursts;
using LiveView.Core.Wire;
using LiveView.Feeds.Market;

namespace LiveView.Connector.Tests.Bursts;

/// <summary>What is gathered, what is left out, and what never is.</summary>
public sealed class LaneTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Requirement", "132")]
    public void Of_many_quotes_the_last_travels_and_of_many_trades_all_do_in_order()
    {
        var lane = Lane(out _);
        for (var i = 1; i <= 100; i++)
        {
            Add(lane, Quote(i));
            if (i % 10 == 0)
                Add(lane, Trade(i));
        }

        var frames = Frames(Sent(lane));
        Assert.Equal(11, frames.Count); // ten trades, one quote
        Assert.Equal(Enumerable.Range(1, 10).Select(static i => i * 10), frames.Where(static frame => frame.Contains("trade_id", StringComparison.Ordinal)).Select(static frame => Id(frame)));
        Assert.Contains("\"best_bid\":\"100\"", frames[^2], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "132")]
    public void A_lane_that_is_told_of_all_the_time_is_emptied_in_its_time_all_the_same()
    {
        var lane = Lane(out var part);
        for (var i = 0; i < 1_000; i++)
            lane.Add(part(Quote(i)), Noon.AddMilliseconds(i));
        Assert.Equal(Noon, lane.Since);
        Assert.Contains("\"best_bid\":\"999\"", Assert.Single(Frames(Sent(lane))), StringComparison.Ordinal);
        Assert.Null(lane.Since);
    }

    [Fact]
    public void While_the_hub_takes_nothing_what_is_superseded_does_not_add_up_and_all_trades_stay_in_order()
    {
        var lane = Lane(out _);
        for (var i = 0; i < 50; i++)
            Add(lane, Trade(i)); // else everything would be closed
        Add(lane, Quote(0));
        for (var i = 1; i <= 5_000; i++)
        {
            Add(lane, Quote(i));
            if (i % 100 == 0)
                Add(lane, Trade(50 + (i / 100)));
        }

        Assert.True(lane.Places < 400, $"{lane.Places} places are kept for 100 trades and a quote.");
        var frames = Frames(Sent(lane));
        Assert.Equal(101, frames.Count);
        Assert.Equal([.. Enumerable.Range(0, 50), .. Enumerable.Range(51, 50)], frames.Where(static frame => frame.Contains("trade_id", StringComparison.Ordinal)).Select(Id));
        Assert.Contains(frames, static frame => frame.Contains("\"best_bid\":\"5000\"", StringComparison.Ordinal));
    }

    [Fact]
    public void A_burst_without_conflation_carries_everything()
    {
        var lane = Lane(out _, new() { Conflate = false });
        for (var i = 1; i <= 100; i++)
            Add(lane, Quote(i));
        Assert.Equal(100, Frames(Sent(lane)).Count);
    }

    [Fact]
    public void What_the_hub_does_not_take_stays_and_goes_on_being_gathered()
    {
        var lane = Lane(out _);
        Add(lane, Quote(1));
        Assert.False(lane.Send(static _ => false));
        Add(lane, Quote(2));
        Add(lane, Trade(7));
        Assert.Equal(2, Frames(Sent(lane)).Count);
        Assert.Null(lane.Since);
    }

    [Fact]
    public void Bursts_are_numbered_without_a_hole_whatever_is_refused_between()
    {
        var lane = Lane(out _);
        List<long?> turns = [];
        for (var i = 0; i < 3; i++)
        {
            Add(lane, Trade(i));
            lane.Send(static _ => false);
            turns.Add(RawJson.TryRead(Sent(lane).Message, out _)!.Turn);
        }

        Assert.Equal([5_000_000, 5_000_001, 5_000_002], turns);
    }

    [Fact]
    public void A_burst_is_no_larger_than_it_may_be_and_the_rest_follows()
    {
        var lane = Lane(out _, new() { MaxBurstBytes = 10_000 });
        for (var i = 0; i < 200; i++)
            Add(lane, Trade(i));
        List<string> frames = [];
        while (lane.Since is not null)
        {
            var burst = Sent(lane);
            Assert.True(burst.Message.Length < 11_000);
            frames.AddRange(Frames(burst));
        }

        Assert.Equal(Enumerable.Range(0, 200), frames.Select(Id));
    }

    [Fact]
    [Trait("Requirement", "131")]
    public void What_overflows_leaves_its_place_to_a_word_that_says_so()
    {
        var lane = Lane(out var part, new() { MaxPendingBytes = 100_000 });
        Gathered gathered;
        var added = 0;
        do
        {
            gathered = lane.Add(part(Trade(++added)), Noon);
        }
        while (gathered.Outcome == Gathered.Kept);
        Assert.Equal((Gathered.Overflowed, added), (gathered.Outcome, gathered.Frames)); // every one is counted
        Assert.Equal("""{"liveview":"missed","reason":"overflow"}""", Assert.Single(Frames(Sent(lane))));
    }

    private static Lane Lane(out Func<string, MarketPart> part, ConnectorOptions? options = null)
    {
        part = static frame => Assert.Single(MarketFrames.Of("coinbase").Part(Encoding.UTF8.GetBytes(frame), out _));
        return new("coinbase", part(Quote(0)), options ?? new(), 5_000_000);
    }

    private static void Add(Lane lane, string frame) => lane.Add(Assert.Single(MarketFrames.Of("coinbase").Part(Encoding.UTF8.GetBytes(frame), out _)), Noon);

    private static Burst Sent(Lane lane)
    {
        Burst? sent = null;
        Assert.True(lane.Send(burst =>
        {
            sent = burst;
            return true;
        }));
        return sent!;
    }

    private static List<string> Frames(Burst burst) =>
        [.. JsonDocument.Parse(RawJson.TryRead(burst.Message, out _)!.Body).RootElement.EnumerateArray().Select(static frame => frame.GetRawText())];

    private static int Id(string frame) => JsonDocument.Parse(frame).RootElement.GetProperty("trade_id").GetInt32();

    private static string Quote(int i) => $$"""{"type":"ticker","product_id":"BTC-USD","price":"1","best_bid":"{{i}}","best_ask":"101"}""";

    private static string Trade(int i) => $$"""{"type":"match","trade_id":{{i}},"side":"sell","size":"1","price":"1.5","product_id":"BTC-USD","time":"2026-11-20T12:00:00Z"}""";
}
