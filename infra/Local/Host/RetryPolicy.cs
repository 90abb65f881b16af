namespace LiveView.Local.Host;

/// <summary>The <c>retry</c> of a function.json. The first wait is <paramref name="Minimum"/>; with exponential backoff it doubles up to <paramref name="Maximum"/>.</summary>
/// <param name="MaxRetryCount">Retries after the first try; -1 is for ever.</param>
/// <param name="Minimum">The first wait.</param>
/// <param name="Maximum">The longest wait; equal to the first with a fixed delay.</param>
internal sealed record RetryPolicy(int MaxRetryCount, TimeSpan Minimum, TimeSpan Maximum)
{
    public bool Allows(int retry) => MaxRetryCount == -1 || retry <= MaxRetryCount;

    /// <summary>How long to wait before a retry, counted from 1.</summary>
    public TimeSpan Delay(int retry, Random random)
    {
        if (Minimum == Maximum)
            return Minimum;
        var growth = (Math.Pow(2, Math.Min(retry, 30) - 1) - 1) * (0.8 + 0.4 * random.NextDouble());
        var delay = Minimum + growth * Minimum;
        return delay < Maximum ? delay : Maximum;
    }
}
