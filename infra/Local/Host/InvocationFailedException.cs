namespace LiveView.Local.Host;

/// <summary>One call of the handler failed; the message is what a retry's <c>RetryContext</c> shows.</summary>
internal sealed class InvocationFailedException(string message, Exception? cause = null) : Exception(message, cause);
