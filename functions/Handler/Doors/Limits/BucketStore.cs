using System.Security.Cryptography;
using System.Text;
using Azure;
using LiveView.Cloud.Tables;
using LiveView.Handler.State;

namespace LiveView.Handler.Doors.Limits;

/// <summary>
/// The buckets, one row each, changed by ETag: two instances that admit at the same moment cannot both take the last place. Within one
/// instance those who want the same bucket stand in line, so that a crowd is one conversation with the table and not a brawl.
/// </summary>
internal sealed class BucketStore([FromKeyedServices(StateTables.Limits)] TableClient table, TimeProvider time, Chance chance) : IDisposable
{
    private const string Partition = "bucket";
    private const int Attempts = 20;

    private readonly SemaphoreSlim[] _lines = [.. Enumerable.Range(0, 64).Select(static _ => new SemaphoreSlim(1))];

    /// <summary>The name of a bucket. Addresses are persons' data, and names may be: the table holds neither.</summary>
    public static string KeyOf(string kind, string who) => $"{kind}|{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(who)).AsSpan(0, 16))}";

    /// <summary>Changes a bucket; a change that says null leaves it as it is.</summary>
    /// <returns>What the last change said.</returns>
    /// <exception cref="TimeoutException">Others were faster every time.</exception>
    public async Task<Bucket?> ChangeAsync(string key, Func<Bucket, Bucket?> change, CancellationToken token)
    {
        var line = _lines[(uint)StringComparer.Ordinal.GetHashCode(key) % (uint)_lines.Length];
        await line.WaitAsync(token);
        try
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var row = await table.GetEntityIfExistsAsync(Partition, key, select: null, token);
                var before = row.HasValue ? Read(row.Value!) : Bucket.Empty; // a row that exists has a value
                if (change(before) is not { } after)
                    return null;
                if (await WriteAsync(key, after, row.HasValue ? row.Value!.ETag : null, token))
                    return after;
                await Task.Delay(TimeSpan.FromMilliseconds(5 + (chance.Roll() * 20 * (attempt + 1))), time, token);
            }
        }
        finally
        {
            line.Release();
        }

        throw new TimeoutException($"The bucket was changed by others {Attempts} times in a row.");
    }

    public void Dispose()
    {
        foreach (var line in _lines)
            line.Dispose();
    }

    private async Task<bool> WriteAsync(string key, Bucket bucket, ETag? version, CancellationToken token)
    {
        var row = new TableEntity(Partition, key)
        {
            [nameof(Bucket.Leases)] = bucket.Write(),
            [nameof(Bucket.Spent)] = bucket.Spent,
            [nameof(Bucket.Counted)] = bucket.Counted == default ? null : bucket.Counted, // no attempt was counted yet
        };
        try
        {
            await (version is { } known
                ? table.UpdateEntityAsync(row, known, TableUpdateMode.Replace, token)
                : table.AddEntityAsync(row, token));
            return true;
        }
        catch (RequestFailedException rival) when (rival.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    private static Bucket Read(TableEntity row) => new()
    {
        Leases = Bucket.Read(row.GetString(nameof(Bucket.Leases)) ?? ""),
        Spent = row.GetInt64(nameof(Bucket.Spent)) ?? 0,
        Counted = row.GetDateTimeOffset(nameof(Bucket.Counted)) ?? default,
    };
}
