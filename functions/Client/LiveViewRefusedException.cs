namespace LiveView.Client;

/// <summary>The server answered, and said no.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">What it said, in words for a log.</param>
/// <param name="retryAfter">How long it asked to be left alone; null when it did not say.</param>
public sealed class LiveViewRefusedException(int status, string message, TimeSpan? retryAfter) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>How long the server asked to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>The same question will get the same answer: it is the question that is wrong, or who asks it.</summary>
    internal bool IsFinal => Status is 400 or 401 or 403 or 404 or 410 or 413 or 422;
}
