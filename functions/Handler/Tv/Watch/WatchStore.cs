using System.Security.Cryptography;
using System.Text;
using Azure;
using LiveView.Cloud.Tables;
using LiveView.Handler.State;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Tv.Watch;

/// <summary>
/// Where viewers are: a partition a viewer, a row a series, and one row that counts them. A new row, the new count, and the oldest rows that have to
/// go for it are one transaction: so nobody ever has more places than may be kept, however many devices write at once.
/// </summary>
internal sealed class WatchStore([FromKeyedServices(StateTables.Watch)] TableClient table, IOptionsMonitor<TvOptions> options) : IDisposable
{
    /// <summary>Places that are noted at once; with the rows that go for them they fit a transaction.</summary>
    public const int Most = 40;

    private const string Counter = "!places"; // before every hash
    private const string Count = "Count";
    private const int Attempts = 20;
    private const int MostGoing = 50;

    // Within one process those who write for the same viewer stand in line: a crowd is one conversation with the table, and no brawl.
    private readonly SemaphoreSlim[] _lines = [.. Enumerable.Range(0, 64).Select(static _ => new SemaphoreSlim(1))];

    /// <summary>Where a viewer is in a series; null where nothing is known.</summary>
    public async Task<Place?> FindAsync(string viewer, string series, CancellationToken token) =>
        await RowAsync(viewer, Key(series), token) is { } row ? Read(row) : null;

    /// <summary>All places of a viewer.</summary>
    public async Task<IReadOnlyList<Place>> ReadAsync(string viewer, CancellationToken token) => [.. (await RowsAsync(viewer, token)).Select(Read)];

    /// <summary>Notes a place, if it is further than the one that is known.</summary>
    /// <returns>Whether it is, and where the viewer is now.</returns>
    /// <exception cref="TimeoutException">Others were faster every time.</exception>
    public async Task<(bool IsKept, Place Place)> NoteAsync(string viewer, Place place, CancellationToken token) =>
        (await NoteAllAsync(viewer, [place], token))[0];

    /// <summary>Notes up to <see cref="Most"/> places of different series, each if it is further than the one that is known: all of those, or none.</summary>
    /// <exception cref="TimeoutException">Others were faster every time.</exception>
    public async Task<IReadOnlyList<(bool IsKept, Place Place)>> NoteAllAsync(string viewer, IReadOnlyList<Place> places, CancellationToken token)
    {
        var line = _lines[(uint)StringComparer.Ordinal.GetHashCode(viewer) % (uint)_lines.Length];
        await line.WaitAsync(token);
        try
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var rows = await Task.WhenAll(places.Select(place => RowAsync(viewer, Key(place.Series), token)));
                var noted = places.Zip(rows, static (place, row) => row is not null && Read(row) is var known && !place.IsFurther(known) ? (IsKept: false, known) : (IsKept: true, place)).ToList();
                List<TableTransactionAction> actions =
                [
                    .. from one in places.Zip(rows).Zip(noted)
                       where one.Second.IsKept
                       select one.First.Second is { } row
                           ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, Write(viewer, one.First.First), row.ETag)
                           : new(TableTransactionActionType.Add, Write(viewer, one.First.First)),
                ];
                if (actions.Count == 0 || await SubmitAsync(viewer, actions, rows.Zip(noted).Count(static one => one.First is null && one.Second.IsKept), token))
                    return noted;
            }
        }
        finally
        {
            line.Release();
        }

        throw new TimeoutException($"A viewer's places were changed by others {Attempts} times in a row.");
    }

    /// <summary>Forgets a place, so that a series can be seen from its beginning again.</summary>
    public async Task ForgetAsync(string viewer, string series, CancellationToken token)
    {
        if (await RowAsync(viewer, Key(series), token) is { } row)
            await RemoveAsync(viewer, [row], token);
    }

    /// <summary>Trims every viewer who has more places than may be kept, because more might be kept once.</summary>
    /// <returns>How many places went.</returns>
    public async Task<int> TrimAllAsync(CancellationToken token)
    {
        var (most, gone) = (options.CurrentValue.WatchEntries, 0);
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"RowKey eq {Counter} and Count gt {most}"), cancellationToken: token))
            gone += await TrimAsync(row.PartitionKey, most, token);
        return gone;
    }

    public void Dispose()
    {
        foreach (var line in _lines)
            line.Dispose();
    }

    private async Task<bool> SubmitAsync(string viewer, List<TableTransactionAction> actions, int added, CancellationToken token)
    {
        var most = options.CurrentValue.WatchEntries;
        if (added > 0)
        {
            var (counter, count) = await CountAsync(viewer, token);
            if (count + added > most + MostGoing) // the limit was lowered
            {
                await TrimAsync(viewer, most, token);
                return false;
            }

            // Some more go than must, so that not every new series costs a look at all of them.
            var going = count + added <= most ? [] : (await RowsAsync(viewer, token)).Where(row => actions.TrueForAll(action => action.Entity.RowKey != row.RowKey))
                .OrderBy(static row => row.GetDateTimeOffset(nameof(Place.At))).Take(Math.Min(MostGoing, count + added - most + (most / 100))).ToList();
            actions.AddRange(going.Select(static row => new TableTransactionAction(TableTransactionActionType.Delete, new(row.PartitionKey, row.RowKey), row.ETag)));
            actions.Add(Counted(viewer, counter, count + added - going.Count));
        }

        try
        {
            await table.SubmitTransactionAsync(actions, token);
            return true;
        }
        catch (RequestFailedException rival) when (rival.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    private async Task<int> TrimAsync(string viewer, int most, CancellationToken token)
    {
        var rows = await RowsAsync(viewer, token);
        var old = rows.OrderBy(static row => row.GetDateTimeOffset(nameof(Place.At))).Take(Math.Max(0, rows.Count - most)).ToList();
        foreach (var some in old.Chunk(MostGoing))
            await RemoveAsync(viewer, some, token);
        return old.Count;
    }

    private async Task RemoveAsync(string viewer, TableEntity[] rows, CancellationToken token)
    {
        try
        {
            var (counter, count) = await CountAsync(viewer, token);
            await table.SubmitTransactionAsync(
                [Counted(viewer, counter, count - rows.Length), .. rows.Select(static row => new TableTransactionAction(TableTransactionActionType.Delete, new(row.PartitionKey, row.RowKey), row.ETag))], token);
        }
        catch (RequestFailedException rival) when (rival.Status is 404 or 409 or 412)
        {
            // The viewer has moved on in one of them: who trims looks again.
        }
    }

    private async Task<(TableEntity? Row, int Number)> CountAsync(string viewer, CancellationToken token) =>
        await RowAsync(viewer, Counter, token) is { } row ? (row, row.GetInt32(Count) ?? 0) : (null, 0);

    private static TableTransactionAction Counted(string viewer, TableEntity? before, int number)
    {
        var next = new TableEntity(viewer, Counter) { [Count] = number };
        return before is null ? new(TableTransactionActionType.Add, next) : new(TableTransactionActionType.UpdateReplace, next, before.ETag);
    }

    private async Task<TableEntity?> RowAsync(string viewer, string key, CancellationToken token)
    {
        var row = await table.GetEntityIfExistsAsync(viewer, key, select: null, token);
        return row.HasValue ? row.Value : null;
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
