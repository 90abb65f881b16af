using System.Text;
using LiveView.Connector.Bursts;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveView.Connector.Tests.Bursts;

/// <summary>A frame of its own that no hub takes: a whole book of the busiest pairs may be one.</summary>
public sealed class TooLargeTests
{
    private const string Name = "market:coinbase.btc-usd";
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Requirement", "131")]
    public async Task What_fits_no_hub_is_counted_and_leaves_its_place_to_a_word_that_says_so()
    {
        var time = new ManualTime(Noon);
        var cloud = new CloudDouble();
        await using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new ConnectorMetrics(meters.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), time);
        using var outbox = new Outbox(cloud.Hub(), metrics, Options.Create(new ConnectorOptions()), new Chance(), time, NullLogger<Outbox>.Instance);
        Assert.True(outbox.TryTake(Burst(1, Book(""))));
        Assert.True(outbox.TryTake(Burst(2, Book(new('.', 1_000_000)))));
        await outbox.CloseAsync(TimeSpan.FromSeconds(20));
        Assert.Equal([1, 2], cloud.Raws.Select(static raw => raw.Turn));
        Assert.Equal("""[{"liveview":"missed","reason":"too_large"}]""", Encoding.UTF8.GetString(cloud.Raws[1].Body.Span));
        Assert.Equal(("lost", "too_large"), (cloud.Fold(Name).At("book/state"), cloud.Fold(Name).At("book/reason")));
        Assert.Equal((7, 8), (metrics.Sum("frames_dropped_total"), metrics.Sum("frames_sent_total"))); // the seven, and the one in their place
    }

    private static string Book(string padding) => $$"""{"type":"snapshot","product_id":"BTC-USD","bids":[["1","1"]],"asks":[],"padding":"{{padding}}"}""";

    private static Burst Burst(long turn, string frame)
    {
        var raw = new Raw { Topic = Topic.Parse(Name), Provider = "coinbase", Target = "coinbase/market", Turn = turn, Received = Noon, Body = Encoding.UTF8.GetBytes($"[{frame}]") };
        return new(raw.Topic, RawJson.Write(raw), 7, Noon);
    }
}
