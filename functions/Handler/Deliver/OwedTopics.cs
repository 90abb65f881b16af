using System.Runtime.CompilerServices;
using Azure;
using LiveView.Cloud.Tables;
using LiveView.Core.Topics;
using LiveView.Handler.State;

namespace LiveView.Handler.Deliver;

/// <summary>The topics whose viewers are owed updates, so that nobody has to look through all topics to find them.</summary>
internal sealed class OwedTopics([FromKeyedServices(StateTables.Owed)] TableClient table)
{
    private const string Partition = "owed";

    /// <summary>Notes that a topic is owed.</summary>
    public Task NoteAsync(Topic topic, CancellationToken token) =>
        table.UpsertEntityAsync(new(Partition, topic.ToString()), TableUpdateMode.Replace, token);

    /// <summary>Strikes a debt out, unless it was noted again after it was read.</summary>
    public async Task PaidAsync(Topic topic, ETag version, CancellationToken token)
    {
        try
        {
            await table.DeleteEntityAsync(Partition, topic.ToString(), version, token);
        }
        catch (RequestFailedException again) when (again.Status == 412)
        {
            // Noted again in the meantime: the next sweep looks.
        }
    }

    /// <summary>All debts, with their versions.</summary>
    public async IAsyncEnumerable<(Topic Topic, ETag Version)> ReadAsync([EnumeratorCancellation] CancellationToken token)
    {
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: token))
            yield return (Topic.Parse(row.RowKey), row.ETag);
    }
}
