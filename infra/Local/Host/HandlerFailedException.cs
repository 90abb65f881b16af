namespace LiveView.Local.Host;

/// <summary>The handler failed too often: the host stops.</summary>
internal sealed class HandlerFailedException(string message) : Exception(message);
