namespace LiveView.Local.Providers;

/// <summary>A match at an instant, as the provider tells it.</summary>
internal sealed record MatchState
{
    public required Match Match { get; init; }

    public required DateTimeOffset Instant { get; init; }

    /// <summary>Since kick-off, in the match's own time.</summary>
    public required TimeSpan Elapsed { get; init; }

    public required Status Status { get; init; }

    /// <summary>The half of the inning, "OT", "SO".</summary>
    public required string Note { get; init; }

    public required Team Home { get; init; }

    public required Team Away { get; init; }

    /// <summary>Every play published until now, also those taken back since.</summary>
    public required IReadOnlyList<Play> Known { get; init; }

    /// <summary>The plays the provider stands by now.</summary>
    public IEnumerable<Play> Plays => Known.Where(play => play.StandsAt(Elapsed));

    public bool IsLive => Status.IsLive;

    public bool HasStarted => Status.Facts.State != "pre" && Status.Stage != Stage.Postponed;

    public Play? LastPlay => Plays.LastOrDefault();

    public Team Team(Side side) => side == Side.Home ? Home : Away;

    public int Score(Side side) => Plays.Where(play => play.Side == side).Sum(play => play.Points);

    public int Score(Side side, int period) => Plays.Where(play => play.Side == side && play.Period == period).Sum(play => play.Points);

    /// <summary>Kicks scored after extra time; null when there were none to take.</summary>
    public int? ShootoutScore(Side side) =>
        Match.League.IsSoccer && Status.Period == 5 ? Plays.Count(play => play.IsShootoutKick && play.Side == side) : null;

    /// <summary>Who has won; null while it is open, and when nobody has.</summary>
    public Side? Winner
    {
        get
        {
            var margin = Score(Side.Home) - Score(Side.Away) + (ShootoutScore(Side.Home) - ShootoutScore(Side.Away) ?? 0);
            return !Status.Facts.Completed || margin == 0 ? null : margin > 0 ? Side.Home : Side.Away;
        }
    }
}
