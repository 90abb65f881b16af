using System.Diagnostics.CodeAnalysis;

namespace LiveView.Local.Host;

/// <summary>One call of the handler failed; the message is what a retry's <c>RetryContext</c> shows.</summary>
[SuppressMessage("Major Code Smell", "S3871:Exception types should be public", Justification = "Nobody references an executable.")]
internal sealed class InvocationFailedException(string message, Exception? cause = null) : Exception(message, cause);
