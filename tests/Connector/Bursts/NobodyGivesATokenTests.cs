using LiveView.Connector.Bursts;
using LiveView.Core.Topics;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Connector.Tests.Bursts;

/// <summary>A credential that is not there for a while, which is neither the hub's failure nor the table's.</summary>
public sealed class NobodyGivesATokenTests : IDisposable
{
    private readonly PostedOutbox _posted = new() { Cloud = { TokensRefused = 3 } };

    [Fact]
    [Trait("Requirement", "131")]
    public async Task Bursts_are_kept_and_sent_again_in_order_until_somebody_does()
    {
        for (var turn = 1; turn <= 3; turn++)
            Assert.True(_posted.Outbox.TryTake(PostedOutbox.Burst(turn: turn)));
        await _posted.Until("all is sent", () => _posted.Cloud.Raws.Count == 3);
        Assert.Equal([1, 2, 3], _posted.Cloud.Raws.Select(static raw => raw.Turn));
        Assert.Equal((3, 3), (_posted.Metrics.Sum("sends_failed_total"), _posted.Metrics.Sum("faults_total")));
        await _posted.Outbox.CloseAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(0, _posted.Metrics.Sum("bursts_unsent_total"));
    }

    [Fact]
    public async Task A_shutdown_meanwhile_ends_in_its_time_and_counts_what_was_not_sent()
    {
        _posted.Cloud.TokensRefused = int.MaxValue;
        Assert.True(_posted.Outbox.TryTake(PostedOutbox.Burst()));
        await _posted.Until("it failed", () => _posted.Metrics.Sum("sends_failed_total") > 0);
        await _posted.Outbox.CloseAsync(TimeSpan.Zero);
        Assert.Equal(1, _posted.Metrics.Sum("bursts_unsent_total"));
    }

    [Fact]
    public async Task Everything_counts_as_watched_meanwhile_and_afterwards_what_is()
    {
        var topic = Topic.Parse(PostedOutbox.Market);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watched = new Watched(_posted.Cloud.Table(), _posted.Metrics, _posted.Time, NullLogger<Watched>.Instance);
        var running = watched.RunAsync(stop.Token);
        await _posted.Until("it failed", () => _posted.Metrics.Sum("faults_total") > 0);
        Assert.True(watched.IsWatched(topic));
        await _posted.Until("the table says that nobody watches", () => !watched.IsWatched(topic));
        Assert.Equal(3, _posted.Metrics.Sum("faults_total"));
        await stop.CancelAsync();
        await Task.WhenAny(running);
    }

    public void Dispose() => _posted.Dispose();
}
