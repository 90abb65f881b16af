using LiveView.Connector.Bursts;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveView.Connector.Tests.Bursts;

/// <summary>A credential that is not there for a while, which is neither the hub's failure nor the table's.</summary>
public sealed class NobodyGivesATokenTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly ManualTime _time = new(Noon);
    private readonly CloudDouble _cloud = new() { TokensRefused = 3 };
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ConnectorMetrics _metrics;

    public NobodyGivesATokenTests() => _metrics = new(_meters.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "131")]
    public async Task Bursts_are_kept_and_sent_again_in_order_until_somebody_does()
    {
        using var outbox = new Outbox(_cloud.Hub(), _metrics, Options.Create(new ConnectorOptions()), new Chance(), _time, NullLogger<Outbox>.Instance);
        for (var turn = 1; turn <= 3; turn++)
            Assert.True(outbox.TryTake(Burst(turn)));
        await Until("all is sent", () => _cloud.Raws.Count == 3);
        Assert.Equal([1, 2, 3], _cloud.Raws.Select(static raw => raw.Turn));
        Assert.Equal((3, 3), (_metrics.Sum("sends_failed_total"), _metrics.Sum("faults_total")));
        await outbox.CloseAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(0, _metrics.Sum("bursts_unsent_total"));
    }

    [Fact]
    public async Task A_shutdown_meanwhile_ends_in_its_time_and_counts_what_was_not_sent()
    {
        _cloud.TokensRefused = int.MaxValue;
        using var outbox = new Outbox(_cloud.Hub(), _metrics, Options.Create(new ConnectorOptions()), new Chance(), _time, NullLogger<Outbox>.Instance);
        Assert.True(outbox.TryTake(Burst(1)));
        await Until("it failed", () => _metrics.Sum("sends_failed_total") > 0);
        await outbox.CloseAsync(TimeSpan.Zero);
        Assert.Equal(1, _metrics.Sum("bursts_unsent_total"));
    }

    [Fact]
    public async Task Everything_counts_as_watched_meanwhile_and_afterwards_what_is()
    {
        var topic = Topic.Parse("market:coinbase.btc-usd");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var watched = new Watched(_cloud.Table(), _metrics, _time, NullLogger<Watched>.Instance);
        var running = watched.RunAsync(stop.Token);
        await Until("it failed", () => _metrics.Sum("faults_total") > 0);
        Assert.True(watched.IsWatched(topic));
        await Until("the table says that nobody watches", () => !watched.IsWatched(topic));
        Assert.Equal(3, _metrics.Sum("faults_total"));
        await stop.CancelAsync();
        await Task.WhenAny(running);
    }

    public void Dispose() => _meters.Dispose();

    private static Burst Burst(long turn)
    {
        var raw = new Core.Feeds.Raw { Topic = Topic.Parse("market:hose.acb"), Provider = "ssi", Target = "hose/market", Turn = turn, Received = Noon, Body = "[]"u8.ToArray() };
        return new(raw.Topic, RawJson.Write(raw), 1, Noon);
    }

    private Task Until(string reason, Func<bool> condition) => Eventually.Until(reason, () =>
    {
        _time.Advance(TimeSpan.FromMilliseconds(200));
        return condition();
    }, Token, TimeSpan.FromSeconds(10));
}
