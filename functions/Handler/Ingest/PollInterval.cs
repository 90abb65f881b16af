using LiveView.Core.Feeds;

namespace LiveView.Handler.Ingest;

/// <summary>How long to wait before a target is asked again. Pure: the caller brings the dice.</summary>
internal static class PollInterval
{
    /// <summary>The share by which an interval is stretched or shrunk, so that targets do not march in step.</summary>
    public const double Jitter = 0.15;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    /// <summary>After an answer: by the most urgent phase, and never past the next start.</summary>
    /// <param name="phase">The most urgent phase of the answer; null when it named nothing.</param>
    /// <param name="untilStart">How far the next start is, where one is known.</param>
    /// <param name="dice">A number in [0, 1).</param>
    public static TimeSpan After(Phase? phase, TimeSpan? untilStart, double dice)
    {
        var wait = Spread(
            phase switch
            {
                Phase.Live => TimeSpan.FromSeconds(3),
                Phase.Break => TimeSpan.FromSeconds(10),
                Phase.Pre => TimeSpan.FromSeconds(60),
                Phase.Scheduled or Phase.Finished or null => Longest,
            },
            dice);
        return untilStart is { } start && start > TimeSpan.Zero && start < wait ? start : wait;
    }

    /// <summary>After a failure: doubling from 2 s, at most 2 minutes.</summary>
    public static TimeSpan AfterFailure(int failures, double dice) =>
        Spread(TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Clamp(failures, 1, 10)))), dice);

    /// <summary>After a refusal: as long as the provider asks, at least a minute.</summary>
    public static TimeSpan AfterRefusal(TimeSpan? retryAfter) =>
        retryAfter is { } asked && asked > TimeSpan.FromMinutes(1) ? asked : TimeSpan.FromMinutes(1);

    private static TimeSpan Spread(TimeSpan interval, double dice) => interval * (1 + (Jitter * ((2 * dice) - 1)));
}
