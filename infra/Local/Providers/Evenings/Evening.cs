namespace LiveView.Local.Providers;

/// <summary>
/// An evening of matches in five leagues. It follows from its seed, number, start and speed and from nothing else, so the same
/// evening can be asked for again by anybody at any time.
/// </summary>
internal sealed class Evening
{
    /// <summary>How long an evening is, in match time: 40 minutes at the usual speed, so that 36 of them make a day.</summary>
    public static readonly TimeSpan MatchTime = TimeSpan.FromMinutes(400);

    private readonly ulong _seed;
    private readonly double _speed;

    public Evening(int seed, long number, DateTimeOffset start, double speed)
    {
        (Number, Start, _speed) = (number, start, speed);
        _seed = Chance.Mix(seed, number);
        Matches = [.. Leagues.All.SelectMany(Kickoffs).OrderBy(match => match.Kickoff)];
    }

    /// <summary>Counts all evenings; a number belongs to one evening only.</summary>
    public long Number { get; }

    public DateTimeOffset Start { get; }

    /// <summary>When the next one begins. Matches that kicked off late are still on then.</summary>
    public DateTimeOffset End => Start + MatchTime / _speed;

    /// <summary>In the order of their kick-offs, which are spread over the whole evening.</summary>
    public IReadOnlyList<Match> Matches { get; }

    private IEnumerable<Match> Kickoffs(League league) => Pairings.Of(league, Number).Select((pair, index) =>
    {
        var chance = new Chance(Chance.Mix((long)_seed, league.Id, index));
        var twists = Cast.Of(league, Number, index);
        // Each league begins at another point of its interval, so that kick-offs of the leagues alternate.
        var slot = index + 0.13 + 0.14 * (int)league.Sport + (chance.Unit() - 0.5) * 0.2;
        var kickoff = Start + MatchTime * (slot / league.MatchesAnEvening) / _speed;
        var id = $"{40 + (int)league.Sport}{Number:D8}{index}";
        return new Match(id, league, pair.Home, pair.Away, kickoff, twists, Write(league, pair.Home, pair.Away, twists, chance), _speed);
    });

    private static Script Write(League league, Team home, Team away, Twists twists, Chance chance)
    {
        if (twists.HasFlag(Twists.Postponed))
            return Script.Postponed;
        var writer = new ScriptWriter(league, home, away, chance);
        return league.Sport switch
        {
            Sport.Soccer => SoccerScript.Write(writer, twists),
            Sport.Basketball => BasketballScript.Write(writer, twists),
            Sport.Football => FootballScript.Write(writer, twists),
            Sport.Baseball => BaseballScript.Write(writer, twists),
            Sport.Hockey => HockeyScript.Write(writer, twists),
        };
    }
}
