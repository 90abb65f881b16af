using FsCheck;
using FsCheck.Fluent;

namespace LiveView.Feeds.Tests.Sports;

/// <summary>Successive snapshots of one match, with goals, cards, corrections, breaks, second thoughts and noise in any order.</summary>
internal sealed record Evening(IReadOnlyList<EspnMatch> Snapshots)
{
    public static Arbitrary<Evening> Arbitrary { get; } =
        Gen.Choose(0, 11).ListOf().Select(static steps => new Evening([.. Play(steps)])).ToArbitrary();

    public override string ToString() => string.Join('\n', Snapshots);

    private static IEnumerable<EspnMatch> Play(IEnumerable<int> steps)
    {
        List<(string Type, string Clock, string Team, string? Player, string Flag)> rows = [];
        var (home, away, minute) = (0, 0, 0);
        Func<EspnMatch, EspnMatch> status = static match => match;
        yield return new EspnMatch();
        foreach (var step in steps)
        {
            minute++;
            var now = minute;
            status = step switch
            {
                0 => match => match.Live(now),
                1 => match => match.Live(45 + now, 2),
                2 => static match => match.Status("STATUS_HALFTIME", "in", 1, "45'+2'"),
                3 => static match => match.FullTime(),
                4 => static match => match,
                5 => static match => match.Status("STATUS_POSTPONED", "post", null, null, false),
                _ => status,
            };
            if (step is 6 or 7)
            {
                rows.Add(("70", $"{minute}'", step == 6 ? "101" : "202", step == 6 ? "9" : null, "scoringPlay"));
                (home, away) = step == 6 ? (home + 1, away) : (home, away + 1);
            }
            else if (step == 8 && rows.Count > 0)
            {
                rows.RemoveAt(rows.Count - 1);
                home = Math.Max(0, home - 1);
            }
            else if (step == 9)
            {
                rows.Add(("94", "30'", "202", "4", "yellowCard")); // the same words more than once
            }

            var match = status(new EspnMatch()).Score(home, away).Odds($"line {minute}");
            foreach (var (type, clock, team, player, flag) in rows)
                match.Row(type, "Row", clock, team, player, flag);
            if (step == 10)
                match.Competition.Remove("details");
            if (step == 11)
                match.Home.Remove("score");
            yield return match;
        }
    }
}
