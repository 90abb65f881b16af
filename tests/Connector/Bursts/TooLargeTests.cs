using System.Text;

namespace LiveView.Connector.Tests.Bursts;

/// <summary>A frame of its own that no hub takes: a whole book of the busiest pairs may be one.</summary>
public sealed class TooLargeTests
{
    [Fact]
    [Trait("Requirement", "131")]
    public async Task What_fits_no_hub_is_counted_and_leaves_its_place_to_a_word_that_says_so()
    {
        using var posted = new PostedOutbox();
        Assert.True(posted.Outbox.TryTake(PostedOutbox.Burst(turn: 1, body: Book(""), frames: 7)));
        Assert.True(posted.Outbox.TryTake(PostedOutbox.Burst(turn: 2, body: Book(new('.', 1_000_000)), frames: 7)));
        await posted.Outbox.CloseAsync(TimeSpan.FromSeconds(20));
        Assert.Equal([1, 2], posted.Cloud.Raws.Select(static raw => raw.Turn));
        Assert.Equal("""[{"liveview":"missed","reason":"too_large"}]""", Encoding.UTF8.GetString(posted.Cloud.Raws[1].Body.Span));
        var folded = posted.Cloud.Fold(PostedOutbox.Market);
        Assert.Equal(("lost", "too_large"), (folded.At("book/state"), folded.At("book/reason")));
        Assert.Equal((7, 8), (posted.Metrics.Sum("frames_dropped_total"), posted.Metrics.Sum("frames_sent_total"))); // the seven, and the one in their place
    }

    private static string Book(string padding) => $$"""[{"type":"snapshot","product_id":"BTC-USD","bids":[["1","1"]],"asks":[],"padding":"{{padding}}"}]""";
}
