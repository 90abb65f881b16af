namespace LiveView.Local.PubSub;

/// <summary>A client is not let in.</summary>
internal sealed record Refusal(int Status, string Reason);
