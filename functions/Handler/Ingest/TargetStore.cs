using Azure;
using LiveView.Cloud.Tables;
using LiveView.Handler.State;

namespace LiveView.Handler.Ingest;

/// <summary>The targets and their claims: one row each, taken by ETag, so that no two instances poll the same target at once.</summary>
internal sealed class TargetStore([FromKeyedServices(StateTables.Targets)] TableClient table)
{
    private const string Partition = "targets";

    /// <summary>All targets, with their versions.</summary>
    public async Task<IReadOnlyList<Target>> ReadAsync(CancellationToken token)
    {
        List<Target> targets = [];
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: token))
            targets.Add(Target.Read(row));
        return targets;
    }

    /// <summary>One target, or null when there is no such.</summary>
    public async Task<Target?> FindAsync(string key, CancellationToken token)
    {
        var row = await table.GetEntityIfExistsAsync(Partition, key, select: null, token);
        return row.HasValue ? Target.Read(row.Value!) : null; // a row that exists has a value
    }

    /// <summary>Adds a target that nobody has added yet.</summary>
    public async Task AddAsync(Target target, CancellationToken token)
    {
        try
        {
            await table.AddEntityAsync(target.Write(Partition), token);
        }
        catch (RequestFailedException there) when (there.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            // Another instance was first: the row is there, which is all that was wanted.
        }
    }

    /// <summary>Takes a target away that is of no use any more. Somebody who has a claim on it finds it gone.</summary>
    public async Task RemoveAsync(Target target, CancellationToken token)
    {
        try
        {
            await table.DeleteEntityAsync(Partition, target.Key, target.Version, token);
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            // Somebody else was first, or polls it: it is there no more, or goes with a later tick.
        }
    }

    /// <summary>Replaces a target as it was read.</summary>
    /// <returns>The target as it lies now; null when somebody else changed it in between.</returns>
    public async Task<Target?> ReplaceAsync(Target target, CancellationToken token)
    {
        try
        {
            var answer = await table.UpdateEntityAsync(target.Write(Partition), target.Version, TableUpdateMode.Replace, token);
            return target with { Version = answer.Headers.ETag ?? default };
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            return null;
        }
    }
}
