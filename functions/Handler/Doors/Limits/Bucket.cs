using System.Collections.Immutable;
using System.Globalization;

namespace LiveView.Handler.Doors.Limits;

/// <summary>
/// What one address, subject or feed holds: its leases, each with its end, so that none outlives a crash, and its attempts. Pure.
/// </summary>
internal sealed record Bucket
{
    public static Bucket Empty { get; } = new();

    /// <summary>Leases by their ids, and until when each holds.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Leases { get; init; } = ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>Attempts that are used up, in thousandths; they come back with time.</summary>
    public long Spent { get; init; }

    /// <summary>As of when.</summary>
    public DateTimeOffset Counted { get; init; }

    /// <summary>Takes one more lease.</summary>
    /// <returns>The bucket with it; or null, and how long until there may be room.</returns>
    public Bucket? Admit(string id, DateTimeOffset until, int limit, DateTimeOffset now, out TimeSpan wait)
    {
        var living = Leases.RemoveRange(Leases.Where(lease => lease.Value <= now).Select(static lease => lease.Key));
        wait = TimeSpan.Zero;
        if (limit == 0 || living.Count < limit || living.ContainsKey(id))
            return this with { Leases = living.SetItem(id, until) };
        wait = living.Values.Min() - now;
        return null;
    }

    /// <summary>Spends one attempt.</summary>
    /// <returns>The bucket after it; or null, and how long until there is one.</returns>
    public Bucket? Attempt(int burst, int perMinute, DateTimeOffset now, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (burst == 0)
            return this;
        var back = (long)(Math.Max(0, (now - Counted).TotalMilliseconds) * perMinute / 60);
        var spent = Math.Max(0, Spent - back) + 1_000;
        if (spent <= burst * 1_000L)
            return this with { Spent = spent, Counted = now };
        wait = TimeSpan.FromMilliseconds((spent - (burst * 1_000L)) * 60.0 / perMinute);
        return null;
    }

    public Bucket Release(string id) => this with { Leases = Leases.Remove(id) };

    /// <summary>Leases as a row keeps them: <c>id=seconds;…</c></summary>
    public string Write() =>
        string.Join(';', Leases.Select(static lease => string.Create(CultureInfo.InvariantCulture, $"{lease.Key}={lease.Value.ToUnixTimeSeconds()}")));

    public static ImmutableSortedDictionary<string, DateTimeOffset> Read(string leases) => leases
        .Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(static lease => lease.Split('=', 2))
        .ToImmutableSortedDictionary(static lease => lease[0], static lease => DateTimeOffset.FromUnixTimeSeconds(long.Parse(lease[1], CultureInfo.InvariantCulture)), StringComparer.Ordinal);
}
