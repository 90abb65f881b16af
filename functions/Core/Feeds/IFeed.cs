using LiveView.Core.Topics;

namespace LiveView.Core.Feeds;

/// <summary>
/// The one seam between the kernel and a domain. A feed is pure: the same arguments give the same answer, it reads no clock,
/// and bad bytes are an answer, not an exception.
/// </summary>
public interface IFeed
{
    /// <summary>The feed's name, the first part of its topics.</summary>
    string Name { get; }

    /// <summary>The tiers of every topic of the feed.</summary>
    IReadOnlyList<TierSpec> Tiers { get; }

    /// <summary>
    /// Splits what a provider answered into one <see cref="Raw"/> a topic, leaving out what says nothing new since
    /// <paramref name="memory"/>. Without a memory everything is new.
    /// </summary>
    Split Split(ProviderAnswer answer, SplitMemory? memory);

    /// <summary>What a Raw makes of a topic's state; no state means the topic is new.</summary>
    FoldResult Fold(TopicState? state, Raw raw);
}
