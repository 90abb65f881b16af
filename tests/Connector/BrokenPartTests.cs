using System.Text;
using LiveView.Connector.Bursts;
using LiveView.Connector.Tests.Bursts;
using LiveView.Feeds.Market;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveView.Connector.Tests;

/// <summary>A part that breaks is no reason to go on with the others as if nothing were.</summary>
public sealed class BrokenPartTests
{
    [Fact]
    [Trait("Requirement", "131")]
    public async Task When_the_lanes_break_what_they_gathered_is_sent_and_the_connector_ends_with_the_error()
    {
        using var posted = new PostedOutbox();
        var (clock, options) = (new BrokenClock(), Options.Create(new ConnectorOptions()));
        var watched = new Watched(null, posted.Metrics, TimeProvider.System, NullLogger<Watched>.Instance);
        var lanes = new Lanes(posted.Outbox, watched, posted.Metrics, options, clock);
        var quote = Encoding.UTF8.GetBytes("""{"type":"ticker","sequence":1,"product_id":"BTC-USD","price":"1","best_bid":"1","best_ask":"2","time":"2026-11-20T12:00:00Z"}""");
        Assert.True(lanes.Add("coinbase", Assert.Single(MarketFrames.Of("coinbase").Part(quote, out _))));
        clock.IsBroken = true;

        using var connector = new ConnectorService([], lanes, posted.Outbox, watched, posted.Metrics, options, TimeProvider.System, NullLogger<ConnectorService>.Instance);
        await connector.StartAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<DivideByZeroException>(() => connector.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Single(posted.Cloud.Raws);
        Assert.Equal(1, posted.Metrics.Sum("faults_total"));
    }

    /// <summary>It stands for any defect of ours.</summary>
    private sealed class BrokenClock : TimeProvider
    {
        public bool IsBroken { get; set; }

        public override DateTimeOffset GetUtcNow() => IsBroken ? throw new DivideByZeroException() : base.GetUtcNow();
    }
}
