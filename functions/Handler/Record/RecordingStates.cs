using System.Runtime.CompilerServices;
using Azure;
using LiveView.Cloud.Tables;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Handler.State;

namespace LiveView.Handler.Record;

/// <summary>What is to be known of recordings without reading them: which are open, and which stopped and why.</summary>
internal sealed class RecordingStates([FromKeyedServices(StateTables.Recordings)] TableClient table)
{
    private const string Open = "open";
    private const string Stopped = "stopped";

    /// <summary>Notes that a topic is being recorded, so that its end is recorded even if no Raw comes any more.</summary>
    public Task OpenAsync(Topic topic, CancellationToken token) =>
        table.UpsertEntityAsync(new(Open, topic.ToString()), TableUpdateMode.Replace, token);

    /// <summary>Strikes a topic out, unless it was noted again meanwhile.</summary>
    public async Task CloseAsync(Topic topic, ETag version, CancellationToken token)
    {
        try
        {
            await table.DeleteEntityAsync(Open, topic.ToString(), version, token);
        }
        catch (RequestFailedException again) when (again.Status is 404 or 412)
        {
            // Noted again, or struck out by another.
        }
    }

    /// <summary>The topics that are open.</summary>
    public async IAsyncEnumerable<(Topic Topic, ETag Version)> ReadOpenAsync([EnumeratorCancellation] CancellationToken token)
    {
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Open}"), cancellationToken: token))
            yield return (Topic.Parse(row.RowKey), row.ETag);
    }

    /// <summary>Publishes that a recording stopped.</summary>
    public Task StopAsync(RecordingPart part, StoppedRecording why, CancellationToken token)
    {
        var row = new TableEntity(Stopped, Key(part)) { ["Reason"] = why.Reason, ["At"] = why.At };
        if (why.From is { } from)
        {
            row["Partition"] = from.Partition;
            row["Sequence"] = from.Sequence;
            row["Enqueued"] = from.Enqueued;
        }

        return table.UpsertEntityAsync(row, TableUpdateMode.Replace, token);
    }

    /// <summary>Publishes that it goes on.</summary>
    public Task ResumeAsync(RecordingPart part, CancellationToken token) => table.DeleteEntityAsync(Stopped, Key(part), ETag.All, token);

    /// <summary>Why a recording stopped; null while it has not.</summary>
    public async Task<StoppedRecording?> FindStoppedAsync(RecordingPart part, CancellationToken token)
    {
        var row = await table.GetEntityIfExistsAsync(Stopped, Key(part), select: null, token);
        if (!row.HasValue || row.Value is not { } stopped)
            return null;
        Fence? from = stopped.GetString("Partition") is { } partition
            ? new(partition, stopped.GetInt64("Sequence") ?? 0, stopped.GetDateTimeOffset("Enqueued") ?? default)
            : null;
        return new(stopped.GetString("Reason") ?? "", stopped.GetDateTimeOffset("At") ?? default, from);
    }

    private static string Key(RecordingPart part) => $"{part.Topic}|{part.Name}";
}

/// <summary>Why and when a recording stopped.</summary>
/// <param name="Reason">A sentence for a person.</param>
/// <param name="At">When.</param>
/// <param name="From">The first Raw that was not recorded.</param>
internal sealed record StoppedRecording(string Reason, DateTimeOffset At, Fence? From);
