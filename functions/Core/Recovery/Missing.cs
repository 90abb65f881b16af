namespace LiveView.Core.Recovery;

/// <summary>Which part of a history a viewer cannot be given any more.</summary>
/// <param name="From">The first missing offset.</param>
/// <param name="To">The last missing offset; null when the history it belongs to ended at an unknown place.</param>
/// <param name="Reason">Why.</param>
public sealed record Missing(long From, long? To, GapReason Reason);
