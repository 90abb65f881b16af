namespace LiveView.Local.Providers;

/// <summary>Writes a script from kick-off to final whistle; the clock of the writing is <see cref="Now"/>.</summary>
internal sealed class ScriptWriter(League league, Team home, Team away, Chance chance)
{
    private readonly List<Stretch> _stretches = [];
    private readonly List<Play> _plays = [];

    public Chance Chance => chance;

    /// <summary>The end of what is written, since kick-off.</summary>
    public TimeSpan Now { get; private set; }

    public static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    public static Side Other(Side side) => side == Side.Home ? Side.Away : Side.Home;

    /// <summary>Lets time pass.</summary>
    public void Run(Stage stage, int period, double minutes, double clockFrom = 0, double clockTo = 0, string note = "")
    {
        _stretches.Add(new Stretch(Now, Now + Minutes(minutes), stage, period, clockFrom, clockTo, note));
        Now += Minutes(minutes);
    }

    public Side Toss(double homeShare = 0.52) => chance.Happens(homeShare) ? Side.Home : Side.Away;

    public Athlete Someone(Side side) => Athlete.Of(league, side == Side.Home ? home : away, chance.Between(0, 17));

    public void Add(Play play) => _plays.Add(play);

    /// <summary>Adds a play by someone of <paramref name="side"/>.</summary>
    public void Add(TimeSpan at, int period, PlayKind kind, Side side, int points = 0, ISpot? spot = null, TimeSpan? withdrawn = null)
    {
        var athlete = Someone(side);
        Add(new Play
        {
            At = at,
            Period = period,
            Kind = kind,
            Side = side,
            Points = points,
            Athlete = athlete,
            Spot = spot,
            Withdrawn = withdrawn,
            Text = $"{athlete.FullName}: {kind.Text}",
        });
    }

    /// <summary>
    /// Adds points that are taken back some minutes later. Nobody scores while the officials look at it, so that whoever looks twice
    /// sees the score go down.
    /// </summary>
    public void AddTakenBack(double minute, double minutes, int period, PlayKind kind, Side side, int points)
    {
        var at = Now + Minutes(minute);
        _plays.RemoveAll(play => play.Points > 0 && play.At > at - Minutes(1) && play.At < at + Minutes(minutes + 1.5));
        Add(at, period, kind, side, points, withdrawn: at + Minutes(minutes));
    }

    /// <summary>What the home side leads by, of what the provider will not take back.</summary>
    public int Lead() => _plays.Where(play => play.Withdrawn is null).Sum(play => play.Side == Side.Home ? play.Points : -play.Points);

    /// <summary>Takes points from the leader, from the end backwards, until the match is level.</summary>
    /// <param name="reduced">What a play becomes when it is worth so many points less.</param>
    public void Level(Func<Play, int, Play> reduced)
    {
        for (var i = _plays.Count - 1; i >= 0 && Lead() is not 0 and var lead; i--)
        {
            var play = _plays[i];
            if (play.Points > 0 && play.Withdrawn is null && play.Side == (lead > 0 ? Side.Home : Side.Away))
                _plays[i] = reduced(play, play.Points - Math.Min(play.Points, Math.Abs(lead)));
        }
    }

    /// <summary>The match is over, for good but for late corrections.</summary>
    public Script End(Stage stage, int period, double clock = 0, string note = "")
    {
        _stretches.Add(new Stretch(Now, TimeSpan.MaxValue, stage, period, clock, clock, note));
        return new Script(_stretches, [.. _plays.OrderBy(play => play.At)]);
    }
}
