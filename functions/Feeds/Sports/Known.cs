using LiveView.Core.Topics;

namespace LiveView.Feeds.Sports;

/// <summary>What is known of one event of a board.</summary>
internal sealed record Known
{
    /// <summary>Of a slice that was refused: it is not read again while it stays the same.</summary>
    public static readonly Known Nothing = new();

    /// <summary>The provider's id.</summary>
    public string Id { get; init; } = "";

    /// <summary>Its topic; none for what was refused.</summary>
    public Topic? Topic { get; init; }

    /// <summary>The sides as they stand in the topic: other sides are another match, whatever the provider's id says.</summary>
    public string Sides { get; init; } = "";

    public DateTimeOffset Start { get; init; }

    public MatchPhase Phase { get; init; }

    /// <summary>The score it told, and whether it has to be heard once more.</summary>
    public KnownTally Tally { get; init; }

    /// <summary>Whether its play-by-play is being asked for.</summary>
    public bool HasLead { get; init; }

    /// <summary>What it said, canonical: equal facts are equal bytes.</summary>
    public ReadOnlyMemory<byte> Facts { get; init; }
}
