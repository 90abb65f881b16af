namespace LiveView.Local.Games;

/// <summary>One message of the game's socket.</summary>
/// <param name="After">How long after the one before.</param>
/// <param name="Message">The event as Socket.IO has it: <c>["gameStateUpdate",{…}]</c>.</param>
internal readonly record struct Beat(TimeSpan After, ReadOnlyMemory<byte> Message);
