using System.Collections.Immutable;
using LiveView.Core.Canonical;

namespace LiveView.Core.Feeds;

/// <summary>The canonical documents of a topic: the fold of all its facts.</summary>
public sealed record TopicState
{
    /// <summary>What a person calls it: <c>Celtics at Lakers</c>.</summary>
    public required string Title { get; init; }

    /// <summary>Where it stands.</summary>
    public required Phase Phase { get; init; }

    /// <summary>The canonical document of each state tier, by the tier's name.</summary>
    public required ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Documents { get; init; }

    /// <summary>What the feed must remember and viewers do not see, canonical as well.</summary>
    public ReadOnlyMemory<byte> Memory { get; init; } = CanonicalJson.Empty;
}
