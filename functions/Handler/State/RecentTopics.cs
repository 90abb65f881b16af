using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using LiveView.Cloud.Tables;
using LiveView.Core.Flow;
using LiveView.Core.Topics;

namespace LiveView.Handler.State;

/// <summary>
/// The list of topics by how lately they moved: one row a topic, keyed by inverted time, so that the newest come first and a list is
/// the first page of one partition, never a scan.
/// </summary>
/// <remarks>A topic moves up at once when its phase or title changes, otherwise at most once a minute: the list is for finding, not for scores.</remarks>
internal sealed class RecentTopics([FromKeyedServices(StateTables.Recent)] TableClient table)
{
    /// <summary>The longest list that is given.</summary>
    public const int Most = 1_000;

    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    /// <summary>The key under which a commit lists its topic: the one it had while that is fresh enough.</summary>
    public static string KeyFor(StoredHead? from, Head next) =>
        from is { ListedAs: { } key } && next.State.Phase == from.Head.State.Phase && next.State.Title == from.Head.State.Title
            && next.Updated - Instant(key) < Freshness
            ? key
            : string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.UtcTicks - next.Updated.UtcTicks:D19}|{next.Topic}");

    /// <summary>Shows a topic where its head says, and nowhere else.</summary>
    public async Task ShowAsync(string? before, StoredHead now, CancellationToken token)
    {
        if (now.ListedAs is not { } key)
            return;
        var row = new TableEntity(now.Head.Topic.Feed, key)
        {
            ["Topic"] = now.Head.Topic.ToString(),
            ["Title"] = now.Head.State.Title,
            ["Phase"] = now.Head.State.Phase.ToString(),
            ["Updated"] = now.Head.Updated,
            ["Tiers"] = TierHeadsJson.Write(now.Head.Tiers),
        };
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, token);
        if (before is not null && before != key)
            await table.DeleteEntityAsync(row.PartitionKey, before, ETag.All, token);
    }

    /// <summary>The topics of a feed that moved last, newest first, each once; with <see cref="int.MaxValue"/> all there are.</summary>
    public async IAsyncEnumerable<RecentTopic> ReadAsync(string feed, int most, [EnumeratorCancellation] CancellationToken token)
    {
        // A process killed between its two writes leaves a second, older row until Sweep: the newer one comes first and wins.
        HashSet<string> seen = [];
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {feed}"), Math.Min(most, Most), cancellationToken: token))
        {
            if (row.GetString("Topic") is not { } topic || !seen.Add(topic))
                continue;
            yield return new(
                Topic.Parse(topic),
                row.GetString("Title") ?? topic,
                row.GetString("Phase") ?? "",
                row.GetDateTimeOffset("Updated") ?? default,
                TierHeadsJson.Read(row.GetString("Tiers") ?? "{}"));
            if (seen.Count == most)
                yield break;
        }
    }

    /// <summary>Takes out the rows that were left behind: those of a topic that stands higher up as well.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> TidyAsync(string feed, CancellationToken token)
    {
        var (seen, read, left) = (new HashSet<string>(StringComparer.Ordinal), 0, 0);
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {feed}"), Most, cancellationToken: token))
        {
            if (row.GetString("Topic") is { } topic && !seen.Add(topic))
            {
                await RemoveAsync(row, token);
                left++;
            }

            if (++read == Most) // what stands lower is in no list
                break;
        }

        return left;
    }

    // Only as it was seen. A topic's times never go back, so a row that stands lower is never the newer one.
    private async Task RemoveAsync(TableEntity row, CancellationToken token)
    {
        try
        {
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, token);
        }
        catch (RequestFailedException again) when (again.Status == 412)
        {
            // Written again in the meantime: the next sweep looks.
        }
    }

    private static DateTimeOffset Instant(string key) =>
        new(DateTimeOffset.MaxValue.UtcTicks - long.Parse(key.AsSpan(0, 19), CultureInfo.InvariantCulture), TimeSpan.Zero);
}
