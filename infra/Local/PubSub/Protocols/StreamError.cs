namespace LiveView.Local.PubSub;

/// <summary>Why a stream ended early.</summary>
internal sealed record StreamError(string Name, string Message, string? UserErrorCode = null);
