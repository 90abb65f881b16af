namespace LiveView.Local.PubSub;

/// <summary>Something a lane has to do: carry a slice to one connection, or to many except one, or run a step of a connection's life.</summary>
internal readonly record struct Order(Outbox? One, Outbox[]? Many, Outbox? Except, Slice Slice, Action? Step);
