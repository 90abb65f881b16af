namespace LiveView.Client;

/// <summary>The server answered, and said no.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">What it said, in words for a log.</param>
/// <param name="retryAfter">How long it asked to be left alone; null when it did not say.</param>
/// <param name="tiers">Which of the tiers that were asked for it is about; empty when it is about all of them.</param>
public sealed class LiveViewRefusedException(int status, string message, TimeSpan? retryAfter, IReadOnlyList<string> tiers) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>How long the server asked to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Which of the tiers that were asked for it is about; empty when it is about all of them.</summary>
    public IReadOnlyList<string> Tiers { get; } = tiers;

    /// <summary>The same question will get the same answer: it is the question that is wrong, or who asks it.</summary>
    internal bool IsFinal => Status is 400 or 401 or 403 or 404 or 410 or 413 or 422;
}
