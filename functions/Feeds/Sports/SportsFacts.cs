using LiveView.Core.Canonical;

namespace LiveView.Feeds.Sports;

/// <summary>What one answer of a provider says about one match. What is null was not said, which is not the same as zero.</summary>
internal sealed record Match
{
    /// <summary>The provider's own id of it: a hint for recognising it again, never its identity.</summary>
    public required string Id { get; init; }

    public required League League { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required Side Home { get; init; }

    public required Side Away { get; init; }

    public MatchStatus? Status { get; init; }

    public string? Venue { get; init; }

    public string? City { get; init; }

    /// <summary>What the occasion is called: <c>FIFA World Cup, Round of 16</c>.</summary>
    public string? Note { get; init; }

    /// <summary>How many periods a match has before overtime.</summary>
    public int? Periods { get; init; }

    /// <summary>The moment in play: bases, downs, possession. Already canonical, because nothing is decided by it.</summary>
    public CanonicalObject? Situation { get; init; }

    public Play? LastPlay { get; init; }

    /// <summary>How the result came about, where it is known; otherwise it is worked out.</summary>
    public string? Decided { get; init; }

    /// <summary>Who says what, where several providers tell the match.</summary>
    public CanonicalObject? By { get; init; }

    /// <summary>Goals and cards so far, in the provider's order; null when it did not list them at all.</summary>
    public IReadOnlyList<Incident>? Incidents { get; init; }
}

/// <summary>One side of a match.</summary>
internal sealed record Side
{
    public required string TeamId { get; init; }

    public required string Name { get; init; }

    public string? ShortName { get; init; }

    public string? Abbreviation { get; init; }

    /// <summary>Points after overtime or extra time, without the shoot-out.</summary>
    public int? Score { get; init; }

    /// <summary>A score that is no number: <c>155/6</c>, <c>-14</c>, <c>E</c>.</summary>
    public string? ScoreText { get; init; }

    public int? Shootout { get; init; }

    /// <summary>The score before overtime, where the provider says it; otherwise it is worked out.</summary>
    public int? Regulation { get; init; }

    public bool? Winner { get; init; }

    /// <summary>Statistics, records and points by period, canonical: they are shown, not judged.</summary>
    public CanonicalObject? Statistics { get; init; }

    public CanonicalObject? Records { get; init; }

    public CanonicalObject? ByPeriod { get; init; }

    /// <summary>The points of each period, where all of them are whole numbers.</summary>
    public IReadOnlyList<int>? Points { get; init; }

    public string? Form { get; init; }

    public int? Hits { get; init; }

    public int? Errors { get; init; }
}

/// <summary>One play of a game.</summary>
internal sealed record Play(string? Text, int? Points, string? TeamId);

/// <summary>The half of an inning, and the pauses between halves.</summary>
internal enum InningHalf
{
    Top,
    Mid,
    Bottom,
    End,
}
