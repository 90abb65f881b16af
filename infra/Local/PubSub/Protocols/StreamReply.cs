namespace LiveView.Local.PubSub;

/// <summary>What the service tells a stream's sender.</summary>
/// <param name="Type">streamAck, streamNack or streamClosed.</param>
/// <param name="StreamId">The stream.</param>
/// <param name="Expected">The sequence expected next; not with streamClosed.</param>
/// <param name="Error">Why it was not taken, or why the stream is closed.</param>
internal sealed record StreamReply(string Type, string StreamId, ulong? Expected, AckError? Error = null);
