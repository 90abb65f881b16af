using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Handler.Invocation;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Record;

/// <summary>
/// Takes a batch of the <c>raw</c> hub, beside Fold and independent of it: keeps the Raws of recorded topics, and the updates that were
/// committed by then. What is folded later is kept with the next batch, or by <see cref="RecordTail"/>.
/// </summary>
internal sealed class RecordBatch(Recorder recorder, RecordMetrics metrics, IOptionsMonitor<RecordOptions> options)
{
    public async Task RunAsync(EventBatch batch, CancellationToken token)
    {
        var settings = options.CurrentValue;
        List<(Topic Topic, Fence Place, ReadOnlyMemory<byte> Message)> raws = [];
        foreach (var message in batch.Events)
        {
            if (RawJson.TryRead(message.Body, out _) is not { } raw)
                metrics.Skipped("malformed", 1); // Fold keeps its bytes
            else if (settings.Names(raw.Topic))
                raws.Add((raw.Topic, new(batch.Partition, message.Sequence, message.Enqueued), message.Body));
        }

        List<Exception> failures = [];
        foreach (var topic in raws.GroupBy(static raw => raw.Topic))
        {
            // One recording that fails does not keep its neighbours from theirs; then the whole batch comes again.
            try
            {
                await recorder.RawsAsync(topic.Key, [.. topic.Select(static raw => (raw.Place, raw.Message))], token);
                await UpdatesAsync(topic.Key, token);
            }
            catch (Exception failure) when (failure is RecordingBusyException or FormatException || RecordingWriter.IsAway(failure, token))
            {
                failures.Add(failure);
            }
        }

        if (failures.Count > 0)
            throw new AggregateException($"{failures.Count} recordings of the batch failed.", failures);
    }

    private async Task UpdatesAsync(Topic topic, CancellationToken token)
    {
        try
        {
            await recorder.UpdatesAsync(topic, token);
        }
        catch (RecordingBusyException)
        {
            // Another does it now; what it does not see comes with the next batch or the timer.
        }
    }
}
