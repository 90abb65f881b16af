using System.Collections.Concurrent;
using LiveView.Core.Feeds;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Handler.Invocation;

namespace LiveView.Handler.Fold;

/// <summary>
/// Takes a batch of the <c>raw</c> hub: sorts it by topic, keeps the order, folds the topics side by side. It returns only when every
/// Raw is folded, unchanged, repeated or a dead letter; otherwise it throws, and the host brings the batch again.
/// </summary>
internal sealed class FoldBatch(FoldTopic topics, Refusals refusals, FoldMetrics metrics, TimeProvider time)
{
    /// <summary>
    /// Bytes of Raws that go into one commit of a topic. What they say of a log becomes one update, which must fit a message of Web PubSub and a row:
    /// when a fast topic is behind, a batch holds more than that.
    /// </summary>
    private const int Helping = 450_000;

    /// <summary>Topics that are folded at once. They wait for the table, not for the processor.</summary>
    private const int Lanes = 8;

    // One entry a partition of the hub; a hub has at most 32.
    private readonly ConcurrentDictionary<string, PartitionHeads> _partitions = new(StringComparer.Ordinal);

    public async Task RunAsync(EventBatch batch, CancellationToken token)
    {
        if (batch.Events.Count == 0)
            return;
        var heads = _partitions.GetOrAdd(batch.Partition, static _ => new());
        metrics.Waited(time.GetUtcNow() - batch.Events[0].Enqueued); // the first has waited longest
        metrics.Raws.Take(batch.Partition, batch.Events[0].Enqueued, time.GetUtcNow(), batch.Events.Count);
        heads.Begin(batch.Events[0].Sequence);
        List<Delivery> deliveries = [];
        foreach (var message in batch.Events)
        {
            if (RawJson.TryRead(message.Body, out var problem) is { } raw)
                deliveries.Add(new(raw, new(batch.Partition, message.Sequence, message.Enqueued)));
            else
                await refusals.KeepAsync($"raw|{batch.Partition}", new(Rejection.Malformed, problem, message.Body), token);
        }

        var feeds = deliveries.GroupBy(static delivery => delivery.Raw.Topic.Feed, StringComparer.Ordinal).ToArray();
        foreach (var feed in feeds)
            metrics.Taken(feed.Key, feed.Count(), time.GetUtcNow() - feed.First().Place.Enqueued);
        try
        {
            await FoldAsync(deliveries, heads, token);
        }
        finally
        {
            foreach (var feed in feeds)
                metrics.Given(feed.Key, feed.Count());
        }

        heads.End(batch.Events[^1].Sequence);
        metrics.Raws.Done(batch.Partition); // one that failed is in hand until it comes again
    }

    private Task FoldAsync(List<Delivery> deliveries, PartitionHeads heads, CancellationToken token)
    {
        // Bounded by the batch. Lanes and not a parallel loop: a topic that fails does not stop its neighbours half-way.
        ConcurrentQueue<IGrouping<Topic, Delivery>> waiting = new(deliveries.GroupBy(static delivery => delivery.Raw.Topic));
        return Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => FoldAsync(waiting, heads, token)));
    }

    private async Task FoldAsync(ConcurrentQueue<IGrouping<Topic, Delivery>> waiting, PartitionHeads heads, CancellationToken token)
    {
        while (waiting.TryDequeue(out var topic))
        {
            foreach (var helping in Helpings(topic))
                await topics.RunAsync(topic.Key, helping, heads, token);
        }
    }

    private static List<List<Delivery>> Helpings(IEnumerable<Delivery> deliveries)
    {
        List<List<Delivery>> helpings = [];
        var bytes = Helping;
        foreach (var delivery in deliveries)
        {
            bytes += delivery.Raw.Body.Length;
            if (bytes > Helping)
            {
                helpings.Add([]);
                bytes = delivery.Raw.Body.Length;
            }

            helpings[^1].Add(delivery);
        }

        return helpings;
    }
}
