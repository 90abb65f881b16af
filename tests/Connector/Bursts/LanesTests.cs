using System.Text;
using LiveView.Connector.Bursts;
using LiveView.Feeds.Market;
using LiveView.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveView.Connector.Tests.Bursts;

/// <summary>When a lane is emptied.</summary>
public sealed class LanesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "132")]
    public async Task A_quote_leaves_so_early_that_it_is_shown_within_its_interval()
    {
        using var posted = new PostedOutbox();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var watched = new Watched(null, posted.Metrics, posted.Time, NullLogger<Watched>.Instance);
        var lanes = new Lanes(posted.Outbox, watched, posted.Metrics, Options.Create(new ConnectorOptions()), posted.Time);
        var running = lanes.RunAsync(stop.Token);
        var quote = Quote(1);
        Assert.True(lanes.Add("coinbase", quote));
        Pass(TimeSpan.FromMilliseconds(350));
        await Eventually.Until("nothing is left to be done", () => posted.Time.Waiting > 0, Token);
        Assert.True(lanes.Add("coinbase", Quote(2))); // what comes meanwhile takes its place
        Pass(quote.Tier.Interval - TimeSpan.FromMilliseconds(450));
        await Eventually.Until("it is on the hub", () => posted.Cloud.Raws.Count == 1, Token);
        Assert.Equal("2", posted.Cloud.Fold(PostedOutbox.Market).At("quote/bid"));
        await stop.CancelAsync();
        await Task.WhenAny(running);

        static MarketPart Quote(int bid) => Assert.Single(MarketFrames.Of("coinbase").Part(
            Encoding.UTF8.GetBytes($$"""{"type":"ticker","sequence":{{bid}},"product_id":"BTC-USD","price":"1","best_bid":"{{bid}}","best_ask":"9","time":"2026-11-20T12:00:00Z"}"""), out _));

        void Pass(TimeSpan time)
        {
            for (var at = TimeSpan.Zero; at < time; at += TimeSpan.FromMilliseconds(25))
                posted.Time.Advance(TimeSpan.FromMilliseconds(25));
        }
    }
}
