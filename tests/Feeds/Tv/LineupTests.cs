using System.Text;
using LiveView.Core.Feeds;
using LiveView.Feeds.Tv;

namespace LiveView.Feeds.Tests.Tv;

/// <summary>Lineups that were made for other programs.</summary>
public sealed class LineupTests
{
    private const string Tunarr = """
        {"version":5,"lastUpdated":1795219200000,"startTimeOffsets":[0,1800000],"schedule":null,"items":[
          {"type":"content","id":"6c0b9d1e-1","durationMs":1800000},
          {"type":"content","id":"f-77","durationMs":15000,"fillerListId":"fl","fillerType":"fallback"},
          {"type":"offline","durationMs":60000},
          {"type":"content","id":"6c0b9d1e-2","durationMs":1322500,"startOffsetMs":0}]}
        """;

    private const string Dizque = """
        {"number":7,"name":"Seven & More","startTime":"2026-11-20T18:00:00.000Z","duration":4000000,"programs":[
          {"title":"Pilot","showTitle":"The Show","type":"episode","season":1,"episode":1,"duration":1320000,"key":"/library/metadata/101","serverKey":"plex"},
          {"isOffline":true,"duration":30000},
          {"title":"A Film","type":"movie","duration":2650000,"key":"/library/metadata/9","serverKey":"plex"}]}
        """;

    [Fact]
    public void A_lineup_of_Tunarr_is_shown_in_its_order_without_its_pauses()
    {
        var channel = new Channel(Tunarr, DateTimeOffset.FromUnixTimeMilliseconds(1_795_219_200_000));
        var airings = channel.Station.Playout.From(1_795_219_200_000).Take(4).ToList();
        Assert.Equal(["shows/6c0b9d1e-1", "bumpers/f-77", "shows/6c0b9d1e-2", "shows/6c0b9d1e-1"], airings.Select(static airing => airing.Item.Path.ToString()));
        Assert.Equal([450, 4, 331, 450], airings.Select(static airing => airing.Item.Cuts.Count));
        Assert.Equal(1_795_219_200_000, channel.Station.Catalogue.Version);
    }

    [Fact]
    public void A_channel_of_dizqueTV_is_where_its_own_clock_says()
    {
        var start = new DateTimeOffset(2026, 11, 20, 18, 0, 0, TimeSpan.Zero);
        var channel = new Channel(Dizque, start.AddDays(1));
        Assert.Equal("Seven & More", channel.State!.Title);
        // elapsed = (now - startTime) mod duration, where the pauses are left out
        var elapsed = 86_400_000 % (1_320_000 + 2_650_000);
        var on = channel.Station.Playout.At(start.AddDays(1).ToUnixTimeMilliseconds())!.Value;
        Assert.Equal(elapsed < 1_320_000 ? "The Show" : null, on.Item.Series);
        Assert.Equal(elapsed < 1_320_000 ? elapsed : elapsed - 1_320_000, start.AddDays(1).ToUnixTimeMilliseconds() - on.Start);
    }

    [Theory]
    [InlineData("""{"lastUpdated":1,"items":[{"type":"redirect","channel":"x","durationMs":1000}]}""", "redirect")]
    [InlineData("""{"lastUpdated":1,"items":[{"type":"content","id":"a","durationMs":1000,"startOffsetMs":500}]}""", "in the middle")]
    [InlineData("""{"lastUpdated":1,"items":[{"type":"content","id":"../a","durationMs":1000}]}""", "makes no path")]
    [InlineData("""{"lastUpdated":1,"items":[{"type":"offline","durationMs":1000}]}""", "shows nothing")]
    [InlineData("""{"startTime":"2026-11-20T18:00:00Z","programs":[{"title":"a","duration":0,"key":"k"}]}""", "duration")]
    [InlineData("""{"startTime":"yesterday","programs":[{"title":"a","duration":5000,"key":"k"}]}""", "startTime")]
    public void What_pre_cut_segments_cannot_show_is_refused(string json, string said)
    {
        var split = new TvFeed().Split(new("push", "one", Encoding.UTF8.GetBytes(json), Channel.Start), null);
        Assert.Empty(split.Raws);
        Assert.Contains(said, Assert.Single(split.Refusals).Detail, StringComparison.Ordinal);
        Assert.Equal(Rejection.Malformed, split.Refusals[0].Reason);
    }
}
