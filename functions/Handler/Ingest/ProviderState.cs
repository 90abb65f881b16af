using Azure;
using LiveView.Cloud.Tables;

namespace LiveView.Handler.Ingest;

/// <summary>
/// How a provider does, in one row that every instance sees: its circuit, its health, its quota. What happens to it is pure; the row is
/// replaced by ETag, so that of two instances that enter at once neither is forgotten.
/// </summary>
internal sealed record ProviderState
{
    /// <summary>Failures in a row after which the circuit opens.</summary>
    public const int Threshold = 5;

    /// <summary>Below this share of good answers a provider is not healthy.</summary>
    public const double HealthThreshold = 0.4;

    /// <summary>How long an open circuit stays open before one call is let through to look.</summary>
    public static readonly TimeSpan OpenTime = TimeSpan.FromSeconds(30);

    /// <summary>How long a verdict on the health stands before there may be another: whoever chooses a provider by it does not flap.</summary>
    public static readonly TimeSpan FlapGuard = TimeSpan.FromSeconds(60);

    /// <summary>The provider's name.</summary>
    public required string Name { get; init; }

    /// <summary>The calls of the last five minutes.</summary>
    public CallWindow Calls { get; init; } = CallWindow.Empty;

    /// <summary>Tries that failed since the last that did not.</summary>
    public int Failures { get; init; }

    /// <summary>Until when nobody is let through; null while the circuit is closed. Once it has passed, one is let through to look.</summary>
    public DateTimeOffset? ClosedUntil { get; init; }

    /// <summary>The standing verdict.</summary>
    public bool WasHealthy { get; init; } = true;

    /// <summary>When it was given; null while it is the first.</summary>
    public DateTimeOffset? Judged { get; init; }

    /// <summary>The version of the row; none while there is no row.</summary>
    public ETag Version { get; init; }

    /// <summary>The share of good answers in the last five minutes.</summary>
    public double Health(DateTimeOffset now) => Calls.Health(now);

    /// <summary>The share of the minute's calls that are used up.</summary>
    public double Quota(DateTimeOffset now, int callsPerMinute) => (double)Calls.CallsInMinute(now) / callsPerMinute;

    /// <summary>Whether the provider can be relied on: a change of mind waits until the last one is old enough.</summary>
    public bool IsHealthy(DateTimeOffset now) => now - Judged < FlapGuard ? WasHealthy : Health(now) >= HealthThreshold;

    /// <summary>Asks to call it. All the tries that a call may take are reserved, and those not taken given back by <see cref="Left"/>.</summary>
    public Entry Enter(DateTimeOffset now, int callsPerMinute)
    {
        if (ClosedUntil > now)
            return new Entry.Closed("circuit", ClosedUntil.Value);
        var tries = Math.Min(ProviderResilience.Tries, callsPerMinute);
        if (Calls.CallsInMinute(now) + tries > callsPerMinute)
            return new Entry.Closed("quota", Calls.Eases(now));
        var isProbe = ClosedUntil is not null;
        var next = this with
        {
            Calls = Calls.Add(now, tries, 0, 0),
            ClosedUntil = isProbe ? now + OpenTime : null, // the others wait for what the one who looks finds
        };
        return new Entry.Open(next, new(Name, now, tries, isProbe ? Threshold - 1 : Failures) { IsProbe = isProbe });
    }

    /// <summary>The state after a call.</summary>
    /// <param name="passage">What happened to it.</param>
    /// <param name="isGood">Whether the provider said something that helps.</param>
    /// <param name="refusedFor">How long it does not want to be asked at all.</param>
    /// <param name="now">When the call ended.</param>
    public ProviderState Left(Passage passage, bool isGood, TimeSpan? refusedFor, DateTimeOffset now)
    {
        var failures = passage.HasSucceeded ? passage.Failures : Failures + passage.Added;
        var opened = failures >= Threshold ? passage.Opened + OpenTime ?? now + OpenTime : (DateTimeOffset?)null;
        var isStillOpen = ClosedUntil > now && !passage.IsProbe; // a call from before it opened proves nothing
        var left = this with
        {
            Calls = Calls.Add(passage.Entered, passage.Tries - passage.Reserved, 0, 0).Add(now, 0, isGood ? 1 : 0, isGood ? 0 : 1),
            Failures = failures,
            ClosedUntil = refusedFor is { } wait ? now + wait : isStillOpen ? Later(ClosedUntil, opened) : opened,
        };
        return left.IsHealthy(now) == WasHealthy ? left : left with { WasHealthy = !WasHealthy, Judged = now };
    }

    public static ProviderState Read(TableEntity row) => new()
    {
        Name = row.RowKey,
        Calls = CallWindow.Parse(row.GetString(nameof(Calls))),
        Failures = row.GetInt32(nameof(Failures)) ?? 0,
        ClosedUntil = row.GetDateTimeOffset(nameof(ClosedUntil)),
        WasHealthy = row.GetBoolean(nameof(WasHealthy)) ?? true,
        Judged = row.GetDateTimeOffset(nameof(Judged)),
        Version = row.ETag,
    };

    public TableEntity Write(string partition) => new(partition, Name)
    {
        [nameof(Calls)] = Calls.ToString(),
        [nameof(Failures)] = Failures,
        [nameof(ClosedUntil)] = ClosedUntil,
        [nameof(WasHealthy)] = WasHealthy,
        [nameof(Judged)] = Judged,
    };

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => other > one ? other : one;
}

/// <summary>The answer to whoever asks to call a provider.</summary>
internal abstract record Entry
{
    private Entry()
    {
    }

    /// <summary>Come in; the state as it is to be written.</summary>
    public sealed record Open(ProviderState State, Passage Passage) : Entry;

    /// <summary>Not now.</summary>
    public sealed record Closed(string Reason, DateTimeOffset Until) : Entry;
}
