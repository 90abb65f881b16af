namespace LiveView.Core.Topics;

/// <summary>When an update happened. Times explain; order comes from positions alone.</summary>
/// <param name="Source">The provider's own clock, where it tells one.</param>
/// <param name="Received">When the provider's bytes reached us.</param>
/// <param name="Committed">When the update was committed.</param>
public readonly record struct UpdateTimes(DateTimeOffset? Source, DateTimeOffset Received, DateTimeOffset Committed);
