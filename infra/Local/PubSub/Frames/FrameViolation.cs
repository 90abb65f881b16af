namespace LiveView.Local.PubSub;

/// <summary>The client broke the protocol: the connection is closed with this code and reason.</summary>
internal sealed record FrameViolation(CloseCode Code, string Reason);
