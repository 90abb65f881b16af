namespace LiveView.Core.Feeds;

/// <summary>What a feed remembers of the last answer of a target, to tell what changed. Immutable; its content is the feed's affair.</summary>
#pragma warning disable S2094 // it has no members on purpose: only the feed that made it looks inside
public abstract class SplitMemory;
#pragma warning restore S2094
