using System.Collections.Immutable;
using LiveView.Core.Topics;

namespace LiveView.Core.Flow;

/// <summary>Where one tier of a topic stands.</summary>
public sealed record TierHead
{
    /// <summary>Document or log.</summary>
    public required TierKind Kind { get; init; }

    /// <summary>The last committed update.</summary>
    public required Position Position { get; init; }

    /// <summary>The offset of the oldest update that is kept.</summary>
    public required long First { get; init; }

    /// <summary>
    /// Up to where the updates are known to be published. It may lag behind the truth, never run ahead of it: a restarted owner then
    /// publishes once more, which the position makes harmless.
    /// </summary>
    public required long Published { get; init; }

    /// <summary>The hash of the last update.</summary>
    public required string Hash { get; init; }

    /// <summary>When the last update happened.</summary>
    public required UpdateTimes At { get; init; }

    /// <summary>How old the kept updates are, in ascending order; empty where the feed asks for no age.</summary>
    public ImmutableArray<Mark> Marks { get; init; } = [];

    /// <summary>How many updates are committed and not known to be published.</summary>
    public long Owed => Position.Offset - Published;
}
