using System.Collections.Immutable;

namespace LiveView.Feeds.Tv;

/// <summary>
/// A stretch of a station's time in which it follows one plan: first what was asked for, then the timeline from a place on. It holds until the
/// next leg begins. Numbers of segments and of discontinuities are those at its beginning, so that a leg needs none of those before it.
/// </summary>
internal sealed record Leg
{
    /// <summary>When it begins, in milliseconds of Unix time: where a segment of the leg before it ends.</summary>
    public required long Start { get; init; }

    /// <summary>The media sequence number of its first segment.</summary>
    public required long Sequence { get; init; }

    /// <summary>Which airing its first one is, counted from the station's first: as many discontinuities are before it.</summary>
    public required long Ordinal { get; init; }

    /// <summary>The version of the catalogue that it follows.</summary>
    public required long Version { get; init; }

    /// <summary>Paths that are quarantined.</summary>
    public ImmutableSortedSet<string> Without { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>What is shown first.</summary>
    public ImmutableArray<MediaPath> Queue { get; init; } = [];

    /// <summary>The entry of the timeline with which it goes on.</summary>
    public long Cursor { get; init; }
}
