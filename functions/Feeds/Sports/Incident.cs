namespace LiveView.Feeds.Sports;

/// <summary>What kind of thing a row of a match's story is.</summary>
internal enum IncidentKind
{
    Goal,
    OwnGoal,
    Penalty,
    ShootoutGoal,
    ShootoutMiss,
    YellowCard,
    RedCard,
    Points,
    AtBat,
    PenaltyMinutes,
    Other,
}

/// <summary>One row of a match's story: a goal, a card. Providers give it no id, so it is known by what it says.</summary>
internal sealed record Incident
{
    public required IncidentKey Key { get; init; }

    public required IncidentKind Kind { get; init; }

    public Minute? Minute { get; init; }

    /// <summary>What it brought in the score; 0 for what does not count.</summary>
    public int Points { get; init; } = 1;

    public int? Period { get; init; }

    /// <summary>A clock that counts down.</summary>
    public string? Clock { get; init; }

    public InningHalf? Half { get; init; }

    /// <summary>The score after it, where the provider says it.</summary>
    public int? Home { get; init; }

    public int? Away { get; init; }

    /// <summary>The provider's words for it: <c>Goal - Header</c>.</summary>
    public string? Text { get; init; }

    /// <summary>Who was in it, first the one who did it: id and name.</summary>
    public IReadOnlyList<(string Id, string? Name)> Players { get; init; } = [];

    /// <summary>Whether it counts in the score (a shoot-out does not).</summary>
    public bool Scores => Kind is IncidentKind.Goal or IncidentKind.OwnGoal or IncidentKind.Penalty || IsByPoints;

    /// <summary>Whether it tells its points and the score after it: in the sports where a row is not simply one.</summary>
    public bool IsByPoints => Kind is IncidentKind.Points or IncidentKind.AtBat;

    public string Word => Kind switch
    {
        IncidentKind.Goal => "goal",
        IncidentKind.OwnGoal => "own-goal",
        IncidentKind.Penalty => "penalty",
        IncidentKind.ShootoutGoal => "shootout-goal",
        IncidentKind.ShootoutMiss => "shootout-miss",
        IncidentKind.YellowCard => "yellow-card",
        IncidentKind.RedCard => "red-card",
        IncidentKind.Points => "points",
        IncidentKind.AtBat => "at-bat",
        IncidentKind.PenaltyMinutes => "penalty-minutes",
        IncidentKind.Other => "incident",
    };
}
