using LiveView.Connector.Bursts;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveView.Connector.Tests.Bursts;

/// <summary>What leaves for the hub.</summary>
public sealed class OutboxTests
{
    [Fact]
    [Trait("Requirement", "131")]
    public async Task Lanes_that_send_their_first_bursts_at_once_share_one_sender_and_the_stop_waits_for_nothing_else()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        await using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new ConnectorMetrics(meters.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), time);
        for (var round = 0; round < 200; round++)
        {
            var cloud = new CloudDouble();
            using var outbox = new Outbox(cloud.Hub(), metrics, Options.Create(new ConnectorOptions()), new Chance(), time, NullLogger<Outbox>.Instance);
            using var start = new Barrier(4);
            var lanes = Enumerable.Range(0, 4).Select(n => new Thread(() =>
            {
                start.SignalAndWait();
                outbox.TryTake(Burst($"market:coinbase.t{n}"));
            })).ToArray();
            Array.ForEach(lanes, static lane => lane.Start());
            Array.ForEach(lanes, static lane => lane.Join());
            await outbox.CloseAsync(TimeSpan.FromSeconds(20)).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            Assert.Equal(4, cloud.Raws.Count);
        }
    }

    private static Burst Burst(string topic)
    {
        var raw = new Raw { Topic = Topic.Parse(topic), Provider = "coinbase", Target = "coinbase/market", Turn = 1, Received = DateTimeOffset.UnixEpoch, Body = "[{}]"u8.ToArray() };
        return new(raw.Topic, RawJson.Write(raw), 1, DateTimeOffset.UnixEpoch);
    }
}
