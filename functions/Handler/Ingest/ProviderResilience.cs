using System.Diagnostics.CodeAnalysis;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace LiveView.Handler.Ingest;

/// <summary>
/// The policy of every call to a provider, outside in: 3 retries after 100, 200 and 400 ms (each ± 20 %), a circuit that opens after 5 failures
/// in a row and lets one through after 30 s, and 5 s a try. Calls to Azure keep the same deadlines and retries in <c>infra/Cloud</c>.
/// </summary>
internal static class ProviderResilience
{
    public const int Retries = 3;
    public const int Tries = 1 + Retries;
    public static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(5);
    private const double Jitter = 0.2;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What would be validated by reflection, BreakerOptions, has nothing that could be.")]
    public static ResiliencePipeline<Fetched> Build(TimeProvider time, Chance chance) =>
        new ResiliencePipelineBuilder<Fetched> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<Fetched>
            {
                ShouldHandle = static arguments => ValueTask.FromResult(HelpsToRetry(arguments.Outcome)),
                MaxRetryAttempts = Retries,
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(Delay(arguments.AttemptNumber, chance.Roll())),
            })
            .AddStrategy(_ => new ConsecutiveBreaker(time), new BreakerOptions())
            .AddTimeout(new TimeoutStrategyOptions { Timeout = TryTimeout })
            .Build();

    /// <summary>How long to wait before a retry; the first has number 0.</summary>
    public static TimeSpan Delay(int retry, double dice) => FirstDelay * Math.Pow(2, retry) * (1 + (Jitter * ((2 * dice) - 1)));

    /// <summary>Whether the provider did not do what a server should.</summary>
    public static bool IsFailure(Outcome<Fetched> outcome) => outcome.Result is Fetched.Unavailable || outcome.Exception is TimeoutRejectedException;

    // What is too large stays so; an open circuit is not knocked at; who asks for time is given it.
    private static bool HelpsToRetry(Outcome<Fetched> outcome) =>
        IsFailure(outcome) && outcome.Result is not Fetched.Unavailable { Reason: "oversize" or ConsecutiveBreaker.Reason }
        && outcome.Result is not Fetched.Unavailable { RetryAfter: not null };

    private sealed class BreakerOptions : ResilienceStrategyOptions;
}
