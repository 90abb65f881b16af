namespace LiveView.Core.Feeds;

/// <summary>What a feed remembers of the last answer of a target, to tell what changed. Immutable; its content is the feed's affair.</summary>
public abstract class SplitMemory;
