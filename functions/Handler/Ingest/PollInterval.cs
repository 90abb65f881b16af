using LiveView.Core.Feeds;

namespace LiveView.Handler.Ingest;

/// <summary>
/// How long to wait before a target is asked again. Pure: the caller brings the dice.
/// <code>
///   base(phase) × tier ÷ (1 + ln(1 + viewers)) × (1 + 2·(1 − health)) × (1 + 5·max(0, quota − 0.7)) × (1 ± 0.15), within 1 to 120 s
///   base: live 2–5 s · break 10 s · pre 60 s · scheduled 120 s · finished 300 s
/// </code>
/// </summary>
internal static class PollInterval
{
    /// <summary>The share by which an interval is stretched or shrunk, so that targets do not march in step.</summary>
    public const double Jitter = 0.15;

    /// <summary>Polls that fail one after the other until a target is quarantined: it has a reason, and is looked at again rarely.</summary>
    public const int Patience = 5;

    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    // From so much of the quota on, targets are asked less often, so that the minute does not end in silence.
    private const double Comfortable = 0.7;

    /// <summary>After an answer. Never past the next start.</summary>
    public static TimeSpan After(in Pace pace)
    {
        var demand = 1 / (1 + Math.Log(1 + Math.Max(0, pace.Viewers)));
        var health = 1 + (2 * (1 - Math.Clamp(pace.Health, 0, 1)));
        var quota = 1 + (5 * Math.Max(0, pace.Quota - Comfortable));
        var wait = Within(Spread(Base(pace) * pace.Tier * demand * health * quota, pace.Dice));
        return pace.UntilStart is { } start && start > TimeSpan.Zero && start < wait ? start : wait;
    }

    /// <summary>After a failure: doubling from 2 s; a target that fails again and again is quarantined for 2 minutes at a time.</summary>
    public static TimeSpan AfterFailure(int failures, double dice) =>
        Spread(failures >= Patience ? Longest : TimeSpan.FromSeconds(Math.Pow(2, Math.Max(1, failures))), dice);

    /// <summary>After a refusal: as long as the provider asks, at least a minute.</summary>
    public static TimeSpan AfterRefusal(TimeSpan? retryAfter) =>
        retryAfter is { } asked && asked > TimeSpan.FromMinutes(1) ? asked : TimeSpan.FromMinutes(1);

    private static TimeSpan Base(in Pace pace) => pace.Phase switch
    {
        Phase.Live => pace.Live,
        Phase.Break => TimeSpan.FromSeconds(10), // of 10 to 20: its end is what everybody waits for
        Phase.Pre => TimeSpan.FromSeconds(60),
        Phase.Scheduled or null => TimeSpan.FromSeconds(120),
        Phase.Finished => TimeSpan.FromSeconds(300), // so that an audience brings it below the longest wait, and nobody does not
    };

    private static TimeSpan Within(TimeSpan wait) => wait < Shortest ? Shortest : wait > Longest ? Longest : wait;

    private static TimeSpan Spread(TimeSpan interval, double dice) => interval * (1 + (Jitter * ((2 * dice) - 1)));
}
