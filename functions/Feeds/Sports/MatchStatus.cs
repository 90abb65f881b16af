namespace LiveView.Feeds.Sports;

/// <summary>Where a match stands, as one provider says it.</summary>
internal sealed record MatchStatus
{
    public required MatchPhase Phase { get; init; }

    /// <summary>The status in words of our own form: <c>second-half</c>, <c>final-pen</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A line for people: <c>7:25 - 3rd Quarter</c>.</summary>
    public string? Detail { get; init; }

    public int? Period { get; init; }

    /// <summary>The clock as it is shown: <c>7:25</c>, <c>90'+4'</c>, <c>48.3</c>.</summary>
    public string? Clock { get; init; }

    /// <summary>The minute of a clock that counts up, and what was added to it.</summary>
    public Minute? Minute { get; init; }

    public InningHalf? Half { get; init; }

    /// <summary>Why it pauses.</summary>
    public Pause Pause { get; init; }
}
