using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace LiveView.Handler.Ingest;

/// <summary>The policy of every call to a provider: 5 s a try, then 3 retries after 100, 200 and 400 ms with jitter.</summary>
internal static class ProviderResilience
{
    public static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(5);

    public static ResiliencePipeline<Fetched> Build(TimeProvider time, Chance chance) =>
        new ResiliencePipelineBuilder<Fetched> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<Fetched>
            {
                ShouldHandle = static outcome => ValueTask.FromResult(
                    outcome.Outcome.Result is Fetched.Unavailable { Reason: not "oversize" } || outcome.Outcome.Exception is TimeoutRejectedException),
                MaxRetryAttempts = 3,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(100),
                UseJitter = true,
                Randomizer = chance.Roll,
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = TryTimeout })
            .Build();
}
