using LiveView.Cloud.EventHubs;

namespace LiveView.Handler.Ingest;

/// <summary>Puts messages on a hub: those of one partition together, in order, in as few requests as their size allows.</summary>
internal sealed class HubSender(EventHubProducerClient producer)
{
    /// <summary>The largest message that is sent, in bytes: a hub takes 1 MB with its envelope, in which JSON quotes are escaped.</summary>
    public const int MaxBytes = 450_000;

    /// <summary>Sends all of them; when it returns, the hub has them.</summary>
    /// <exception cref="EventTooLargeException">A message is too large for the hub.</exception>
    public async Task SendAsync(IEnumerable<HubMessage> messages, CancellationToken token)
    {
        foreach (var partition in messages.GroupBy(message => producer.GetPartitionId(message.Key)))
        {
            using var events = partition.GetEnumerator();
            var more = events.MoveNext();
            while (more)
            {
                using var batch = await producer.CreateBatchAsync(new() { PartitionId = partition.Key }, token);
                while (more && batch.TryAdd(new(BinaryData.FromBytes(events.Current.Body))))
                    more = events.MoveNext();
                await producer.SendAsync(batch, token);
            }
        }
    }
}
