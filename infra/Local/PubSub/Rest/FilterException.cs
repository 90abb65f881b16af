namespace LiveView.Local.PubSub;

/// <summary>Part of a filter makes no sense.</summary>
public sealed class FilterException(string expression, string message) : Exception(message)
{
    public FilterException()
        : this("", "")
    {
    }

    public FilterException(string message)
        : this("", message)
    {
    }

    public FilterException(string message, Exception inner)
        : this("", $"{message} {inner.Message}")
    {
    }

    /// <summary>The part.</summary>
    public string Expression { get; } = expression;
}
