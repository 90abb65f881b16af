using System.Diagnostics.CodeAnalysis;

namespace LiveView.Local.Host;

/// <summary>The handler failed too often: the host stops.</summary>
[SuppressMessage("Major Code Smell", "S3871:Exception types should be public", Justification = "Nobody references an executable.")]
internal sealed class HandlerFailedException(string message) : Exception(message);
