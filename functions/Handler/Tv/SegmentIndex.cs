using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using LiveView.Cloud.Tables;
using LiveView.Feeds.Tv;
using LiveView.Handler.State;

namespace LiveView.Handler.Tv;

/// <summary>A segment of the index.</summary>
/// <param name="Station">Whose it is.</param>
/// <param name="Path">The item that it is of.</param>
/// <param name="Number">Which of its segments.</param>
/// <param name="Until">How long it is kept though no catalogue names it.</param>
/// <param name="Version">The version of the row.</param>
internal sealed record IndexedSegment(string Station, MediaPath Path, int Number, DateTimeOffset Until, ETag Version = default)
{
    /// <summary>Any letter may be in a path, and few in a key: the key has its hash, and the path stands beside it.</summary>
    public string Key => string.Create(
        CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.ToString())).AsSpan(0, 16))}|{Number:D5}");

    public static IndexedSegment? Read(TableEntity row) => MediaPath.TryParse(row.GetString(nameof(Path)), out var path)
        ? new(row.PartitionKey, path, row.GetInt32(nameof(Number)) ?? 0, row.GetDateTimeOffset(nameof(Until)) ?? default, row.ETag)
        : null;

    public TableEntity Write() => new(Station, Key) { [nameof(Path)] = Path.ToString(), [nameof(Number)] = Number, [nameof(Until)] = Until };
}

/// <summary>Every segment that there is, a partition a station, and until when.</summary>
internal sealed class SegmentIndex([FromKeyedServices(StateTables.Segments)] TableClient table)
{
    /// <summary>All of them.</summary>
    public async IAsyncEnumerable<IndexedSegment> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey ge {""}"), cancellationToken: token))
        {
            if (IndexedSegment.Read(row) is { } segment)
                yield return segment;
        }
    }

    /// <summary>Notes a segment, or that it is kept for longer.</summary>
    public async Task KeepAsync(IndexedSegment segment, CancellationToken token) =>
        await table.UpsertEntityAsync(segment.Write(), TableUpdateMode.Replace, token);

    /// <summary>Forgets a segment as it was read; one that was brought again in between stays.</summary>
    public async Task RemoveAsync(IndexedSegment segment, CancellationToken token)
    {
        try
        {
            await table.DeleteEntityAsync(segment.Station, segment.Key, segment.Version, token);
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            // Somebody else forgot it, or it was brought again: then its bytes are brought again too, or are missing, which the probe finds.
        }
    }
}
