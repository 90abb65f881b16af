namespace LiveView.Local.PubSub;

/// <summary>Where a message stands in a stream.</summary>
internal sealed record StreamMark(string Id, ulong Sequence, bool End, StreamError? Error);
