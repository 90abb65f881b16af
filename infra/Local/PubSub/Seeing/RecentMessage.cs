namespace LiveView.Local.PubSub;

/// <summary>A message as the page shows it.</summary>
internal sealed record RecentMessage(DateTimeOffset At, string Hub, string? Group, string Text, int Receivers);
