namespace LiveView.Connector.Tests.Bursts;

/// <summary>What leaves for the hub.</summary>
public sealed class OutboxTests
{
    [Fact]
    [Trait("Requirement", "131")]
    public async Task Lanes_that_send_their_first_bursts_at_once_share_one_sender_and_the_stop_waits_for_nothing_else()
    {
        for (var round = 0; round < 200; round++)
        {
            using var posted = new PostedOutbox();
            using var start = new Barrier(4);
            var lanes = Enumerable.Range(0, 4).Select(n => new Thread(() =>
            {
                start.SignalAndWait();
                posted.Outbox.TryTake(PostedOutbox.Burst($"market:coinbase.t{n}"));
            })).ToArray();
            Array.ForEach(lanes, static lane => lane.Start());
            Array.ForEach(lanes, static lane => lane.Join());
            await posted.Outbox.CloseAsync(TimeSpan.FromSeconds(20)).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            Assert.Equal(4, posted.Cloud.Raws.Count);
        }
    }
}
