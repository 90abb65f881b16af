using System.Collections.Immutable;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Core.Flow;

/// <summary>The one row that says where a topic stands. Whoever changes the topic replaces this row, and only if nobody else did.</summary>
public sealed record Head
{
    /// <summary>The live thing.</summary>
    public required Topic Topic { get; init; }

    /// <summary>Its documents.</summary>
    public required TopicState State { get; init; }

    /// <summary>How far the hub is folded into them.</summary>
    public required Fence Fence { get; init; }

    /// <summary>
    /// The last run of a poll that had a say here, by <c>{provider}|{target}</c>. An earlier run that wakes up late has none any more.
    /// </summary>
    public ImmutableSortedDictionary<string, long> Turns { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Where each tier stands, by name.</summary>
    public required ImmutableSortedDictionary<string, TierHead> Tiers { get; init; }

    /// <summary>Names the commit that wrote this row, so that a writer who got no clear answer recognises its own success.</summary>
    public required string CommitId { get; init; }

    /// <summary>When it was committed.</summary>
    public required DateTimeOffset Updated { get; init; }
}
