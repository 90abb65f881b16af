namespace LiveView.Local.Providers;

/// <summary>Something that happened, when the provider says it, and when the provider takes it back.</summary>
internal sealed record Play
{
    /// <summary>Since kick-off, in the match's own time.</summary>
    public required TimeSpan At { get; init; }

    public required PlayKind Kind { get; init; }

    public required int Period { get; init; }

    public required string Text { get; init; }

    /// <summary>The side the play is credited to; for an own goal the side that profits.</summary>
    public Side? Side { get; init; }

    public int Points { get; init; }

    public Athlete? Athlete { get; init; }

    public ISpot? Spot { get; init; }

    /// <summary>When the provider publishes it, if later than it happened.</summary>
    public TimeSpan? Shown { get; init; }

    /// <summary>When the provider takes it back, if it does.</summary>
    public TimeSpan? Withdrawn { get; init; }

    public bool IsShootoutKick => Kind == PlayKind.ShootoutKick;

    /// <summary>Whether the provider stands by it at a time.</summary>
    public bool StandsAt(TimeSpan elapsed) => IsKnownAt(elapsed) && (Withdrawn is not { } withdrawn || elapsed < withdrawn);

    /// <summary>Whether the provider has ever said it by then.</summary>
    public bool IsKnownAt(TimeSpan elapsed) => elapsed >= (Shown ?? At);
}
