using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Doors.Limits;

/// <summary>
/// The flood gate of one instance: so many requests a second of one address, of any kind, refused before anything is read or looked up. The
/// exact limits over all instances are <see cref="Admission"/>'s.
/// </summary>
internal sealed class Attempts : IDisposable
{
    private readonly Address _address;
    private readonly PartitionedRateLimiter<string> _limiter;

    public Attempts(Address address, IOptionsMonitor<LimitOptions> options)
    {
        _address = address;
        // Addresses that have been idle are forgotten by the limiter itself.
        _limiter = PartitionedRateLimiter.Create<string, string>(place => options.CurrentValue.RequestsPerSecond is 0
            ? RateLimitPartition.GetNoLimiter(place)
            : RateLimitPartition.GetTokenBucketLimiter(place, _ => new()
            {
                TokenLimit = 2 * options.CurrentValue.RequestsPerSecond,
                TokensPerPeriod = options.CurrentValue.RequestsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            }));
    }

    /// <summary>Null when the request may come; otherwise how long to wait.</summary>
    public TimeSpan? Refuse(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(_address.Of(context.Request));
        if (lease.IsAcquired)
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
    }

    /// <summary>Null when the address may try a proof of a service; otherwise how long to wait.</summary>
    public TimeSpan? RefuseWrong(HttpContext context) =>
        _limiter.GetStatistics(Wrong(context)) is { CurrentAvailablePermits: 0 } ? TimeSpan.FromSeconds(1) : null;

    /// <summary>It was wrong.</summary>
    public void WasWrong(HttpContext context) => _limiter.AttemptAcquire(Wrong(context)).Dispose();

    public void Dispose() => _limiter.Dispose();

    private string Wrong(HttpContext context) => $"wrong {_address.Of(context.Request)}";
}
