using Azure;
using LiveView.Cloud.Tables;
using LiveView.Core.Flow;
using LiveView.Core.Topics;

namespace LiveView.Handler.State;

/// <summary>
/// Where topics live: one table partition a topic, with its head and its updates. A commit is one transaction, so the state and the
/// updates that announce it are there together or not at all.
/// </summary>
internal sealed class TopicStore([FromKeyedServices(StateTables.Topics)] TableClient table, Seal? seal = null)
{
    /// <summary>The head of a topic, or null when the topic has none yet.</summary>
    public async Task<StoredHead?> LoadAsync(Topic topic, CancellationToken token)
    {
        var row = await table.GetEntityIfExistsAsync(topic.ToString(), HeadRow.Key, select: null, token);
        return row.HasValue ? HeadRow.Read(Opened(row.Value!)) : null; // a row that exists has a value
    }

    /// <summary>Writes a commit on top of <paramref name="from"/>.</summary>
    /// <returns>The head as it lies now; null when somebody else committed in between, and nothing was written.</returns>
    public async Task<StoredHead?> CommitAsync(StoredHead? from, Commit commit, string? listedAs, CancellationToken token)
    {
        var head = Sealed(HeadRow.Write(commit.Head, listedAs));
        List<TableTransactionAction> actions =
        [
            from is null
                ? new(TableTransactionActionType.Add, head)
                : new(TableTransactionActionType.UpdateReplace, head, from.Version),
            .. commit.Updates.Select(update => new TableTransactionAction(
                TableTransactionActionType.Add, Sealed(UpdateRow.Write(update, commit.Trails[update.Tier.Name])))),
            .. commit.Trimmed.Select(old => new TableTransactionAction(
                TableTransactionActionType.Delete, new(head.PartitionKey, UpdateRow.Key(old.Tier, old.Offset)), ETag.All)),
        ];
        while (true)
        {
            try
            {
                var answer = await table.SubmitTransactionAsync(actions, token);
                return new(commit.Head, answer.Value[0].Headers.ETag ?? default) { ListedAs = listedAs };
            }
            catch (TableTransactionFailedException gone) when (IsMissingTrim(gone, actions))
            {
                // What should leave the window has left already: that must not hold the topic up.
                actions.RemoveAt(gone.FailedTransactionActionIndex!.Value); // IsMissingTrim looked
            }
            catch (TableTransactionFailedException there) when (IsLeftover(there, actions))
            {
                // The head was taken, so the row is of a history whose head is gone: the new history goes over it.
                var at = there.FailedTransactionActionIndex!.Value; // IsLeftover looked
                actions[at] = new(TableTransactionActionType.UpsertReplace, actions[at].Entity);
            }
            catch (RequestFailedException conflict) when (conflict.Status is 409 or 412 || conflict.ErrorCode == TableErrorCode.ResourceNotFound)
            {
                // The service may have committed the first try of a retried request: then the conflict is with ourselves.
                var now = await LoadAsync(commit.Head.Topic, token);
                return now?.Head.CommitId == commit.Head.CommitId ? now : null;
            }
        }
    }

    /// <summary>The kept updates of a tier from one offset to another, both included, in order. What cannot be read is left out.</summary>
    public Task<IReadOnlyList<StoredUpdate>> ReadAsync(Tier tier, long from, long to, CancellationToken token) =>
        ReadAsync(tier, from, to, UpdateRow.Read, token);

    /// <summary>The same, with what leads back from each.</summary>
    public Task<IReadOnlyList<StoredTrail>> ReadTrailsAsync(Tier tier, long from, long to, CancellationToken token) =>
        ReadAsync(tier, from, to, UpdateRow.ReadTrail, token);

    private async Task<IReadOnlyList<T>> ReadAsync<T>(Tier tier, long from, long to, Func<TableEntity, T?> read, CancellationToken token)
        where T : class
    {
        var (partition, first, last) = (tier.Topic.ToString(), UpdateRow.Key(tier.Name, from), UpdateRow.Key(tier.Name, to));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey le {last}");
        List<T> rows = [];
        await foreach (var row in table.QueryAsync(filter, cancellationToken: token))
        {
            if (read(Opened(row)) is { } found)
                rows.Add(found);
        }

        return rows;
    }

    private TableEntity Sealed(TableEntity row) => seal?.Close(row) ?? row;

    private TableEntity Opened(TableEntity row) => seal?.Open(row) ?? row;

    private static bool IsLeftover(TableTransactionFailedException failure, List<TableTransactionAction> actions) =>
        failure is { ErrorCode: TableErrorCode.EntityAlreadyExists, FailedTransactionActionIndex: > 0 and var index }
        && actions[index].ActionType == TableTransactionActionType.Add;

    private static bool IsMissingTrim(TableTransactionFailedException failure, List<TableTransactionAction> actions) =>
        failure is { Status: 404, FailedTransactionActionIndex: { } index }
        && actions[index].ActionType == TableTransactionActionType.Delete;
}
