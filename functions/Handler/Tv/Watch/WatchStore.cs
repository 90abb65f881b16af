using System.Security.Cryptography;
using System.Text;
using Azure;
using LiveView.Cloud.Tables;
using LiveView.Handler.State;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Tv.Watch;

/// <summary>
/// Where viewers are: a partition a viewer, a row a series, and one row that counts them, which is written in the same transaction as a new one.
/// So nobody's places can grow without end, however many devices write at once.
/// </summary>
internal sealed class WatchStore([FromKeyedServices(StateTables.Watch)] TableClient table, IOptionsMonitor<TvOptions> options)
{
    private const string Counter = "!places"; // before every hash
    private const string Count = "Count";
    private const int Attempts = 20;
    private const int Batch = 90; // of 100 operations of a transaction

    /// <summary>Where a viewer is in a series; null where nothing is known.</summary>
    public async Task<Place?> FindAsync(string viewer, string series, CancellationToken token)
    {
        var row = await table.GetEntityIfExistsAsync(viewer, Key(series), select: null, token);
        return row.HasValue ? Read(row.Value!) : null; // a row that exists has a value
    }

    /// <summary>All places of a viewer.</summary>
    public async Task<IReadOnlyList<Place>> ReadAsync(string viewer, CancellationToken token) => [.. (await RowsAsync(viewer, token)).Select(Read)];

    /// <summary>Notes a place, if it is further than the one that is known.</summary>
    /// <returns>Whether it is, and where the viewer is now.</returns>
    /// <exception cref="TimeoutException">Others were faster every time.</exception>
    public async Task<(bool IsKept, Place Place)> NoteAsync(string viewer, Place place, CancellationToken token)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var row = await table.GetEntityIfExistsAsync(viewer, Key(place.Series), select: null, token);
            if (row.HasValue && Read(row.Value!) is { } known && !place.IsFurther(known))
                return (false, known);
            if (row.HasValue ? await ReplaceAsync(viewer, place, row.Value!.ETag, token) : await AddAsync(viewer, place, token))
                return (true, place);
        }

        throw new TimeoutException($"A place was changed by others {Attempts} times in a row.");
    }

    /// <summary>Forgets a place, so that a series can be seen from its beginning again.</summary>
    public async Task ForgetAsync(string viewer, string series, CancellationToken token)
    {
        var row = await table.GetEntityIfExistsAsync(viewer, Key(series), select: null, token);
        if (row.HasValue)
            await RemoveAsync(viewer, [row.Value!], token);
    }

    /// <summary>Trims every viewer who has more places than may be kept.</summary>
    /// <returns>How many places went.</returns>
    public async Task<int> TrimAllAsync(CancellationToken token)
    {
        var (most, gone) = (options.CurrentValue.WatchEntries, 0);
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"RowKey eq {Counter} and Count gt {most}"), cancellationToken: token))
            gone += await TrimAsync(row.PartitionKey, most, token);
        return gone;
    }

    private async Task<bool> ReplaceAsync(string viewer, Place place, ETag version, CancellationToken token)
    {
        try
        {
            await table.UpdateEntityAsync(Write(viewer, place), version, TableUpdateMode.Replace, token);
            return true;
        }
        catch (RequestFailedException rival) when (rival.Status is 404 or 412)
        {
            return false;
        }
    }

    private async Task<bool> AddAsync(string viewer, Place place, CancellationToken token)
    {
        var count = await CountAsync(viewer, +1, token);
        try
        {
            await table.SubmitTransactionAsync([count.Action, new(TableTransactionActionType.Add, Write(viewer, place))], token);
        }
        catch (RequestFailedException rival) when (rival.Status is 404 or 409 or 412)
        {
            return false;
        }

        // Some more go than must, so that not every new series costs a look at all of them.
        var most = options.CurrentValue.WatchEntries;
        if (count.Number > most)
            await TrimAsync(viewer, most - (most / 100), token);
        return true;
    }

    private async Task<int> TrimAsync(string viewer, int most, CancellationToken token)
    {
        var rows = await RowsAsync(viewer, token);
        var old = rows.OrderBy(static row => row.GetDateTimeOffset(nameof(Place.At))).Take(Math.Max(0, rows.Count - most)).ToList();
        foreach (var some in old.Chunk(Batch))
            await RemoveAsync(viewer, some, token);
        return old.Count;
    }

    private async Task RemoveAsync(string viewer, TableEntity[] rows, CancellationToken token)
    {
        try
        {
            var count = await CountAsync(viewer, -rows.Length, token);
            await table.SubmitTransactionAsync([count.Action, .. rows.Select(static row => new TableTransactionAction(TableTransactionActionType.Delete, new(row.PartitionKey, row.RowKey), row.ETag))], token);
        }
        catch (RequestFailedException rival) when (rival.Status is 404 or 409 or 412)
        {
            // The viewer has moved on in one of them: the next trim looks.
        }
    }

    private async Task<(TableTransactionAction Action, int Number)> CountAsync(string viewer, int change, CancellationToken token)
    {
        var row = await table.GetEntityIfExistsAsync(viewer, Counter, select: null, token);
        var number = (row.HasValue ? row.Value!.GetInt32(Count) ?? 0 : 0) + change;
        var next = new TableEntity(viewer, Counter) { [Count] = number };
        return (row.HasValue ? new(TableTransactionActionType.UpdateReplace, next, row.Value!.ETag) : new(TableTransactionActionType.Add, next), number);
    }

    private async Task<List<TableEntity>> RowsAsync(string viewer, CancellationToken token)
    {
        List<TableEntity> rows = [];
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {viewer} and RowKey gt {Counter}"), cancellationToken: token))
            rows.Add(row);
        return rows;
    }

    // Any letter may be in a name, and few in a key.
    private static string Key(string series) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(series)).AsSpan(0, 16));

    private static Place Read(TableEntity row) => new(
        row.GetString(nameof(Place.Series)) ?? "",
        row.GetInt32(nameof(Place.Season)) ?? 1,
        row.GetInt32(nameof(Place.Episode)) ?? 1,
        row.GetInt64(nameof(Place.Position)) ?? 0,
        row.GetDateTimeOffset(nameof(Place.At)) ?? default);

    private static TableEntity Write(string viewer, Place place) => new(viewer, Key(place.Series))
    {
        [nameof(Place.Series)] = place.Series,
        [nameof(Place.Season)] = place.Season,
        [nameof(Place.Episode)] = place.Episode,
        [nameof(Place.Position)] = place.Position,
        [nameof(Place.At)] = place.At,
    };
}
