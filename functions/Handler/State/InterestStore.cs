using Azure;
using LiveView.Cloud.Tables;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Handler.State;

/// <summary>The rows of interest, and what they need to know of their topics.</summary>
internal sealed class InterestStore(
    [FromKeyedServices(StateTables.Interest)] TableClient table, [FromKeyedServices(StateTables.Topics)] TableClient topics)
{
    private const string Partition = "interest";
    private static readonly string[] AboutTopic = ["Turns", "Phase"];

    /// <summary>All rows.</summary>
    public async Task<IReadOnlyList<Interest>> ReadAsync(CancellationToken token)
    {
        List<Interest> interests = [];
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: token))
            interests.Add(Interest.Read(row));
        return interests;
    }

    /// <summary>How many rows there are.</summary>
    public async Task<int> CountAsync(CancellationToken token)
    {
        var count = 0;
        await foreach (var _ in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), select: ["RowKey"], cancellationToken: token))
            count++;
        return count;
    }

    /// <summary>Whether there is a row of this name.</summary>
    public async Task<bool> ExistsAsync(string name, CancellationToken token) =>
        (await table.GetEntityIfExistsAsync(Partition, name, ["Seen"], token)).HasValue;

    /// <summary>Notes a sign of interest.</summary>
    /// <returns>Whether it is the first: there was no row.</returns>
    public async Task<bool> NoteAsync(Interest sign, CancellationToken token)
    {
        try
        {
            await table.AddEntityAsync(sign.Write(Partition), token);
            return true;
        }
        catch (RequestFailedException there) when (there.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            var refreshed = sign.Write(Partition);
            refreshed.Remove(nameof(Interest.Since)); // it began before
            refreshed.Remove(nameof(Interest.Viewers)); // Sweep has counted them
            await table.UpsertEntityAsync(refreshed, TableUpdateMode.Merge, token);
            return false;
        }
    }

    /// <summary>Replaces a row as it was read; one that somebody changed in between stays as he made it.</summary>
    public async Task ReplaceAsync(Interest interest, CancellationToken token)
    {
        try
        {
            await table.UpdateEntityAsync(interest.Write(Partition), interest.Version, TableUpdateMode.Replace, token);
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            // A new sign of interest in the meantime: the next sweep looks.
        }
    }

    /// <summary>Takes a row away as it was read; one that somebody refreshed in between stays.</summary>
    public async Task RemoveAsync(Interest interest, CancellationToken token)
    {
        try
        {
            await table.DeleteEntityAsync(Partition, interest.Name, interest.Version, token);
        }
        catch (RequestFailedException changed) when (changed.Status == 412)
        {
            // A new sign of interest in the meantime.
        }
    }

    /// <summary>A sign of interest in a topic: with the targets that have had a say in it, if there are any yet.</summary>
    public async Task<Interest> AboutAsync(Topic topic, DateTimeOffset now, CancellationToken token)
    {
        var sign = new Interest { Name = topic.ToString(), Since = now, Seen = now };
        var head = await topics.GetEntityIfExistsAsync(topic.ToString(), HeadRow.Key, AboutTopic, token);
        return !head.HasValue ? sign : sign with
        {
            Targets = [.. TurnsJson.Read(head.Value!.GetString("Turns")).Keys.Select(turn => $"{topic.Feed}|{turn.Replace('/', '|')}")], // it has one
            IsOver = head.Value.GetString("Phase") == nameof(Phase.Finished),
        };
    }
}
