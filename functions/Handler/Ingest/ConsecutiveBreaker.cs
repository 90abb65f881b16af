using Polly;

namespace LiveView.Handler.Ingest;

/// <summary>
/// Opens after failures in a row. Polly's own breaker opens by their share in a time window, which is another promise; and what this one
/// knows lies in the provider's row, not in the process. Each try stands alone before it: retries are outside, the deadline inside.
/// </summary>
internal sealed class ConsecutiveBreaker(TimeProvider time) : ResilienceStrategy<Fetched>
{
    /// <summary>The reason of a try that was not let through.</summary>
    public const string Reason = "circuit";

    protected override async ValueTask<Outcome<Fetched>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<Fetched>>> callback, ResilienceContext context, TState state)
    {
        if (!context.Properties.TryGetValue(Passage.Key, out var passage))
            return await callback(context, state);
        if (passage.IsOpen)
            return Outcome.FromResult<Fetched>(new Fetched.Unavailable(Reason));
        passage.Try();
        var outcome = await callback(context, state);
        if (ProviderResilience.IsFailure(outcome))
            passage.Failed(time.GetUtcNow());
        else if (outcome.Exception is null) // a caller who gave up has learned nothing
            passage.Succeeded();
        return outcome;
    }
}
