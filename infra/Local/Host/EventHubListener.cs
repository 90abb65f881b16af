using LiveView.Local.EventHubs;

namespace LiveView.Local.Host;

/// <summary>
/// Hands the events of every partition to a function: one batch at a time and in order within a partition, partitions side by side.
/// The checkpoint moves on when the function failed for good, exactly as the real one does, and stays when the host is stopping.
/// </summary>
internal sealed partial class EventHubListener(
    FunctionManifest function, EventHubTrigger trigger, EventHub hub, Invoker invoker, Checkpoints checkpoints, HostJson.EventHubsSection section, ILogger logger)
{
    public Task ListenAsync(Intake intake) => Task.WhenAll(hub.Partitions.Select(partition => ListenAsync(partition, intake)));

    private async Task ListenAsync(Partition partition, Intake intake)
    {
        var start = section.InitialOffsetOptions.Type is HostJson.InitialOffset.FromEnd ? partition.LastSequence : -1;
        var after = await checkpoints.ReadAsync(trigger, partition.Id, intake.Taking) ?? start;
        var unrecorded = 0;
        while (true)
        {
            await partition.WaitAsync(after, intake.Taking);
            intake.Taking.ThrowIfCancellationRequested();
            var batch = partition.Read(after, section.MaxEventBatchSize);
            if (batch[0].SequenceNumber > after + 1 && after >= 0)
                Log.Gap(logger, function.Name, trigger.Hub, partition.Id, after + 1, batch[0].SequenceNumber - 1);
            if (!await HandOutAsync(partition, batch, intake))
                return;
            after = batch[^1].SequenceNumber;
            if (++unrecorded >= section.BatchCheckpointFrequency)
            {
                unrecorded = 0;
                await RecordAsync(partition, batch[^1]);
            }
        }
    }

    /// <summary>False if the host is stopping, so that the batch has to come again.</summary>
    private async Task<bool> HandOutAsync(Partition partition, IReadOnlyList<StoredEvent> batch, Intake intake)
    {
        if (trigger.Many)
        {
            var outcome = await invoker.ExecuteAsync(function, envelope => EventEnvelope.Batch(envelope, trigger, partition.Id, batch), intake.Running);
            Report(outcome, partition, batch[0], batch[^1]);
        }
        else
        {
            foreach (var one in batch)
                Report(await invoker.ExecuteAsync(function, envelope => EventEnvelope.Single(envelope, trigger, partition.Id, one), intake.Running), partition, one, one);
        }
        return !intake.Running.IsCancellationRequested;
    }

    private void Report(Outcome outcome, Partition partition, StoredEvent first, StoredEvent last)
    {
        if (outcome is Outcome.Failed)
            Log.Skipped(logger, function.Name, trigger.Hub, partition.Id, first.SequenceNumber, last.SequenceNumber);
    }

    private async Task RecordAsync(Partition partition, StoredEvent last)
    {
        try
        {
            await checkpoints.WriteAsync(trigger, partition.Id, last, CancellationToken.None);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            Log.NotRecorded(logger, trigger.Hub, partition.Id, last.SequenceNumber, fault.Message); // the next one covers it
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9140, LogLevel.Error, "Function {Function} failed for good: events {First} to {Last} of {Hub}/{Partition} are skipped, as in the cloud.")]
        public static partial void Skipped(ILogger logger, string function, string hub, string partition, long first, long last);

        [LoggerMessage(9141, LogLevel.Warning, "The checkpoint {Sequence} of {Hub}/{Partition} could not be written: {Reason}")]
        public static partial void NotRecorded(ILogger logger, string hub, string partition, long sequence, string reason);

        [LoggerMessage(9142, LogLevel.Error, "Function {Function} came too late: retention took events {First} to {Last} of {Hub}/{Partition}.")]
        public static partial void Gap(ILogger logger, string function, string hub, string partition, long first, long last);
    }
}
