namespace LiveView.Feeds.Tests.Sports;

/// <summary>
/// An evening of one game that follows from its seed: baskets, some of them taken back, told by three voices that are late, that see an old
/// board for one poll, that tell of baskets that never were, and that die for a while.
/// </summary>
internal sealed class Contradiction
{
    private const int Length = 300; // seconds of game
    private const int Every = 5; // seconds between two polls

    private readonly Random dice;
    private readonly List<(int From, int To, bool Home, int Points)> truth = []; // a basket stands from one second to another
    private readonly Dictionary<string, int> lag;
    private readonly Dictionary<string, (int From, int To)> outage;
    private readonly Dictionary<string, (int From, int To, bool Home, int Points)> phantom = [];
    private int glitched = -100;

    public Contradiction(int seed)
    {
        dice = new(seed);
        for (var at = 10; at < Length - 120; at += dice.Next(15, 60))
        {
            var isTakenBack = dice.Next(5) == 0;
            truth.Add((at, isTakenBack ? at + dice.Next(30, 90) : int.MaxValue, dice.Next(2) == 0, dice.Next(1, 4)));
        }

        string[] voices = ["espn", "nba", "plays"];
        lag = voices.ToDictionary(static voice => voice, _ => dice.Next(0, 40));
        outage = voices.ToDictionary(static voice => voice, _ => dice.Next(3) == 0 ? Stretch(20, 120) : (-1, -1));
        if (dice.Next(3) == 0)
        {
            var (from, to) = Stretch(5, 15);
            phantom[voices[dice.Next(2)]] = (from, to, dice.Next(2) == 0, 2);
        }
    }

    public string Final => Text(At(int.MaxValue - 1));

    /// <summary>How often each score can have come about: as often as it was true, and as often as somebody made it up.</summary>
    public Dictionary<string, int> Allowed()
    {
        Dictionary<string, int> allowed = [];
        var last = "";
        for (var second = 0; second <= Length + 100; second++)
        {
            Allow(Text(At(second)));
        }

        // What a voice makes up, and what is true when it no longer does.
        foreach (var (voice, ghost) in phantom)
        {
            last = "";
            for (var second = ghost.From; second <= ghost.To + 60; second++)
            {
                if (Text(At(second - lag[voice])) != Text(Said(voice, second)) || second >= ghost.To)
                    Allow(Text(Said(voice, second)));
            }
        }

        void Allow(string score)
        {
            if (score != last)
                allowed[score] = allowed.GetValueOrDefault(score) + 1;
            last = score;
        }

        return allowed;
    }

    public override string ToString() =>
        $"baskets {string.Join(' ', truth.Select(static basket => $"{basket.From}-{(basket.To == int.MaxValue ? "" : basket.To)}{(basket.Home ? 'h' : 'a')}{basket.Points}"))}; "
        + $"late {string.Join(' ', lag)}; away {string.Join(' ', outage.Where(static gap => gap.Value.From >= 0))}; ghosts {string.Join(' ', phantom)}";

    /// <summary>Plays the evening into a room.</summary>
    public void Play(Room room)
    {
        var end = Length + 60;
        for (var second = 0; second <= end + 400; second += second <= end ? Every : 50)
        {
            var finished = second > end;
            foreach (var voice in lag.Keys)
            {
                var at = NbaTelling.Start.AddSeconds(second + (voice == "espn" ? 0 : 1));
                var glitch = !finished && glitched < second - (2 * Every) && dice.Next(40) == 0; // one poll of one voice, not two in a row
                if (glitch)
                    glitched = second;
                if (glitch && dice.Next(2) == 0)
                    room.Hear(Provider(voice), Target(voice), at, Boards.Bytes("<html>lunch</html>"));
                else if (!IsOut(voice, second) && second >= lag[voice])
                    room.Hear(Provider(voice), Target(voice), at, Body(voice, glitch ? Math.Max(0, second - dice.Next(60, 120)) : second, finished), Ill(voice, second));
            }
        }
    }

    private string[] Ill(string voice, int second) =>
        [.. lag.Keys.Where(other => other != voice && other != "plays" && IsOut(other, second) && IsOut(other, second - 8))]; // boards are watched

    private byte[] Body(string voice, int second, bool finished)
    {
        var (home, away) = Said(voice, second);
        var clock = Math.Clamp(second - lag[voice], 0, 719);
        return voice switch
        {
            "espn" => NbaTelling.Espn(home, away, clock, finished),
            "nba" => NbaTelling.League(home, away, clock, finished),
            _ => NbaTelling.Actions(
                truth.Select(static (basket, i) => (Number: 10 + i, Basket: basket)).Where(row => Stands(row.Basket, second - lag[voice]))
                    .Select(static row => (row.Number, row.Basket.Home, row.Basket.Points)),
                clock,
                finished),
        };
    }

    private (int Home, int Away) Said(string voice, int second)
    {
        var (home, away) = At(second - lag[voice]);
        if (phantom.TryGetValue(voice, out var ghost) && second >= ghost.From && second < ghost.To)
            (home, away) = (home + (ghost.Home ? ghost.Points : 0), away + (ghost.Home ? 0 : ghost.Points));
        return (home, away);
    }

    private (int Home, int Away) At(int second) => (
        truth.Where(basket => basket.Home && Stands(basket, second)).Sum(static basket => basket.Points),
        truth.Where(basket => !basket.Home && Stands(basket, second)).Sum(static basket => basket.Points));

    private bool IsOut(string voice, int second) => second >= outage[voice].From && second < outage[voice].To;

    private (int From, int To) Stretch(int shortest, int longest)
    {
        var from = dice.Next(60, Length - 150);
        return (from, from + dice.Next(shortest, longest));
    }

    private static bool Stands((int From, int To, bool Home, int Points) basket, int second) => second >= basket.From && second < basket.To;

    private static string Provider(string voice) => voice == "espn" ? "espn" : "nba";

    private static string Target(string voice) => voice == "plays" ? NbaTelling.Plays : NbaTelling.Board;

    private static string Text((int Home, int Away) score) => $"{score.Home}-{score.Away}";
}
