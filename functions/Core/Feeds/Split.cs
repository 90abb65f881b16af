namespace LiveView.Core.Feeds;

/// <summary>What a feed found in a provider's answer.</summary>
public sealed record Split
{
    /// <summary>What is new, at most one a topic, in the provider's order.</summary>
    public IReadOnlyList<Raw> Raws { get; init; } = [];

    /// <summary>What could not be read, with its bytes: nothing a provider sent is dropped in silence.</summary>
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];

    /// <summary>How many topics said nothing new.</summary>
    public int Unchanged { get; init; }

    /// <summary>How soon it is worth asking again: the most urgent phase among the answer's topics, none when it names no topic.</summary>
    public Phase? Phase { get; init; }

    /// <summary>
    /// More that the provider can be asked, which this answer names for the first time: the play-by-play of a game that has begun. Each is a
    /// target of the same provider and feed.
    /// </summary>
    public IReadOnlyList<string> Leads { get; init; } = [];

    /// <summary>Whether the answer as a whole was refused: the provider answered, and said nothing. The memory is still the one before.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Whether the next answer must be read even if it is the same: something has to be said twice to be believed.</summary>
    public bool Again { get; init; }

    /// <summary>When the next topic of the answer that has not begun is due to begin, where one is known.</summary>
    public DateTimeOffset? NextStart { get; init; }

    /// <summary>
    /// The match day of the provider's calendar: the one that is on, or the next; the end of time when there is none to come, and none where
    /// the answer brings no calendar.
    /// </summary>
    public DateTimeOffset? NextDay { get; init; }

    /// <summary>
    /// What to give to the next split of the same target. Valid only once <see cref="Raws"/> are safely on the hub, and only while
    /// nobody else has polled the target in between.
    /// </summary>
    public required SplitMemory? Memory { get; init; }
}
