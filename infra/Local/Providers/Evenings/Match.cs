namespace LiveView.Local.Providers;

/// <summary>A match of an evening. It never changes; <see cref="At"/> tells what it looks like at an instant.</summary>
internal sealed record Match(string Id, League League, Team Home, Team Away, DateTimeOffset Kickoff, Twists Twists, Script Script, double Speed)
{
    private static readonly TimeSpan TeamsKnownBefore = TimeSpan.FromMinutes(20);

    /// <summary>The final whistle, on the real clock.</summary>
    public DateTimeOffset Ends => Kickoff + Script.Length / Speed;

    /// <summary>The match's own time since kick-off; negative before it.</summary>
    public TimeSpan ElapsedAt(DateTimeOffset instant) => (instant - Kickoff) * Speed;

    public MatchState At(DateTimeOffset instant)
    {
        var elapsed = ElapsedAt(instant);
        var stretch = Script.StretchAt(elapsed);
        return new MatchState
        {
            Match = this,
            Instant = instant,
            Elapsed = elapsed,
            Status = Status.Of(League, Kickoff, stretch, elapsed),
            Note = stretch.Note,
            Home = TeamAt(Side.Home, elapsed),
            Away = TeamAt(Side.Away, elapsed),
            Known = [.. Script.Plays.Where(play => play.IsKnownAt(elapsed))],
        };
    }

    private Team TeamAt(Side side, TimeSpan elapsed)
    {
        var team = side == Side.Home ? Home : Away;
        if (!Twists.HasFlag(Twists.Placeholder) || elapsed >= -TeamsKnownBefore)
            return team;
        return League.IsSoccer
            ? new Team(5960 + (int)side, $"RD16 W{(int)side + 1}", $"Round of 16 {(int)side + 1} Winner", $"Round of 16 {(int)side + 1} Winner", "", IsPlaceholder: true)
            : new Team(-1 - (int)side, "TBD", "TBD", "TBD", "", IsPlaceholder: true);
    }
}
