using Azure;
using LiveView.Cloud.Tables;
using LiveView.Handler.Doors.Identity;
using LiveView.Handler.State;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Doors.Limits;

/// <summary>
/// Admits connections: exactly as many as the limits of their address, subject and feeds allow, over all instances. A place that is taken
/// comes back when the connection ends, when its lease runs out, or when <see cref="SweepAsync"/> finds nobody in it: never later.
/// </summary>
internal sealed class Admission(
    [FromKeyedServices(StateTables.Limits)] TableClient table,
    BucketStore buckets,
    IOptionsMonitor<LimitOptions> options,
    TimeProvider time,
    Chance chance,
    DoorMetrics metrics)
{
    /// <summary>How long a lease holds while its connection lives: three times the pause between two sweeps, which renew it.</summary>
    public static readonly TimeSpan Held = TimeSpan.FromMinutes(15);

    /// <summary>A sweep that takes longer is given up: what is needed is away, and the host would end us for it.</summary>
    private static readonly TimeSpan SweptWithin = TimeSpan.FromMinutes(2);

    /// <summary>Takes a place in every bucket that limits the caller.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="place">From where.</param>
    /// <param name="feeds">The feeds it wants to watch.</param>
    /// <param name="ticket">How long the place waits for its connection.</param>
    /// <param name="token">Ends the wait.</param>
    public async Task<Admitted> EnterAsync(Caller caller, string place, IEnumerable<string> feeds, TimeSpan ticket, CancellationToken token)
    {
        var (settings, now) = (options.CurrentValue, time.GetUtcNow());
        List<(string Kind, string Key, int Limit)> wanted = [];
        if (settings.ConnectionsPerAddress > 0 || settings.AttemptBurst > 0)
            wanted.Add(("address", BucketStore.KeyOf("address", place), settings.ConnectionsPerAddress));
        if (caller.Subject is { } subject && settings.ConnectionsPerSubject > 0)
            wanted.Add(("subject", BucketStore.KeyOf("subject", subject), settings.ConnectionsPerSubject));
        wanted.AddRange(feeds.Where(feed => settings.Viewers.GetValueOrDefault(feed) > 0).Select(feed => ("feed", BucketStore.KeyOf("feed", feed), settings.Viewers[feed])));
        var lease = new Lease(chance.NewId(), [.. wanted.Where(static bucket => bucket.Limit > 0).Select(static bucket => bucket.Key)], null, now + ticket);
        List<string> taken = [];
        foreach (var (kind, key, limit) in wanted)
        {
            var wait = TimeSpan.Zero;
            var admitted = await buckets.ChangeAsync(key, bucket => Enter(bucket, kind, lease, limit, settings, now, out wait), token);
            metrics.Admission(kind, admitted is null ? "refused" : "admitted");
            if (admitted is not null)
            {
                taken.Add(key);
                continue;
            }

            foreach (var other in taken)
                await ReleaseAsync(other, lease.Id, token);
            return new(null, kind, wait);
        }

        // Who is refused costs a read. Should we die before this line the places come back when the ticket runs out.
        if (lease.Buckets.Count > 0)
            await table.AddEntityAsync(lease.Write(), token);
        return new(lease, null, TimeSpan.Zero);
    }

    /// <summary>Gives a place to the connection that came for it.</summary>
    /// <returns>False when there is no such place, or another connection has it.</returns>
    public async Task<bool> ConnectAsync(string id, string connection, CancellationToken token)
    {
        if (await FindAsync(id, token) is not (var row, { } lease))
            return false;
        if (lease.Connection is { } other && other != connection)
            return false;
        if (lease.Connection is null && lease.Until <= time.GetUtcNow())
            return false; // its place may have been given to another
        return await HoldAsync(lease with { Connection = connection }, row.ETag, token);
    }

    /// <summary>Gives back a place for which nobody will come.</summary>
    public Task ReturnAsync(Lease lease, CancellationToken token) => FreeAsync(lease, ETag.All, token);

    /// <summary>Frees the place of a connection that ended.</summary>
    public async Task LeaveAsync(string id, string connection, CancellationToken token)
    {
        if (await FindAsync(id, token) is (_, { } lease) && lease.Connection == connection)
            await FreeAsync(lease, ETag.All, token);
    }

    /// <summary>
    /// Looks at every lease that is about to run out: those in whose place somebody sits are renewed, the others end. One that cannot be looked at
    /// keeps no other from being.
    /// </summary>
    /// <exception cref="AggregateException">Some could not be looked at; the next sweep looks again.</exception>
    public async Task SweepAsync(Func<Lease, CancellationToken, Task<bool>> isAlive, CancellationToken token)
    {
        var soon = time.GetUtcNow() + (Held / 3);
        using var late = new CancellationTokenSource(SweptWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, late.Token);
        List<Exception> failures = [];
        foreach (var letter in "0123456789abcdef")
        {
            var partition = Lease.PartitionOf($"{letter}");
            await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: either.Token))
            {
                var lease = Lease.Read(row);
                if (lease.Until > soon)
                    continue;
                try
                {
                    if (await isAlive(lease, either.Token))
                        await HoldAsync(lease, row.ETag, either.Token);
                    else if (lease.Until <= time.GetUtcNow())
                        await FreeAsync(lease, row.ETag, either.Token);
                }
                catch (Exception away) when (away is RequestFailedException or TimeoutException)
                {
                    failures.Add(away);
                }
            }
        }

        if (failures.Count > 0)
            throw new AggregateException(failures);
    }

    private static Bucket? Enter(Bucket bucket, string kind, Lease lease, int limit, LimitOptions settings, DateTimeOffset now, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        var tried = kind == "address" ? bucket.Attempt(settings.AttemptBurst, settings.AttemptsPerMinute, now, out wait) : bucket;
        return limit == 0 ? tried : tried?.Admit(lease.Id, lease.Until, limit, now, out wait);
    }

    private async Task<bool> HoldAsync(Lease lease, ETag version, CancellationToken token)
    {
        // The row goes last: until it says so the lease is looked at again.
        var held = lease with { Until = time.GetUtcNow() + Held };
        foreach (var key in held.Buckets)
            await buckets.ChangeAsync(key, bucket => bucket with { Leases = bucket.Leases.SetItem(held.Id, held.Until) }, token);
        try
        {
            await table.UpdateEntityAsync(held.Write(), version, TableUpdateMode.Replace, token);
            return true;
        }
        catch (RequestFailedException gone) when (gone.Status == StatusCodes.Status404NotFound)
        {
            foreach (var key in held.Buckets)
                await ReleaseAsync(key, held.Id, token);
        }
        catch (RequestFailedException other) when (other.Status == StatusCodes.Status412PreconditionFailed)
        {
            // Somebody else holds it, or held it again.
        }

        return false;
    }

    // The row goes first: whoever holds the lease meanwhile keeps its place. Should we die in between, the place comes back when the lease runs out.
    private async Task FreeAsync(Lease lease, ETag version, CancellationToken token)
    {
        try
        {
            await table.DeleteEntityAsync(Lease.PartitionOf(lease.Id), lease.Id, version, token);
        }
        catch (RequestFailedException gone) when (gone.Status == StatusCodes.Status404NotFound)
        {
            // Somebody else freed it.
        }
        catch (RequestFailedException changed) when (changed.Status == StatusCodes.Status412PreconditionFailed)
        {
            return;
        }

        foreach (var key in lease.Buckets)
            await ReleaseAsync(key, lease.Id, token);
    }

    private async Task ReleaseAsync(string key, string id, CancellationToken token) =>
        await buckets.ChangeAsync(key, bucket => bucket.Leases.ContainsKey(id) ? bucket.Release(id) : null, token);

    private async Task<(TableEntity Row, Lease Lease)?> FindAsync(string id, CancellationToken token)
    {
        if (id.Length == 0)
            return null;
        var row = await table.GetEntityIfExistsAsync(Lease.PartitionOf(id), id, select: null, token);
        return row.HasValue ? (row.Value!, Lease.Read(row.Value!)) : null; // a row that exists has a value
    }
}

/// <summary>What became of the wish to connect: a lease, or the limit that stood in its way and how long that may last.</summary>
internal sealed record Admitted(Lease? Lease, string? Limit, TimeSpan Wait);
