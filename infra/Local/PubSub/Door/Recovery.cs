namespace LiveView.Local.PubSub;

/// <summary>A client wants its lost connection back.</summary>
internal sealed record Recovery(string Hub, string ConnectionId, string? Token);
