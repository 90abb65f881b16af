namespace LiveView.Local.Providers;

/// <summary>
/// Who meets whom: a round robin by the circle method, cut into evenings. Nobody plays twice in an evening, and the same two teams
/// meet again only when everybody has met (soccer, the shortest: after 38 evenings, while a day has 36 at the usual speed); then
/// home and away are swapped.
/// </summary>
internal static class Pairings
{
    public static IEnumerable<(Team Home, Team Away)> Of(League league, long evening)
    {
        var rounds = league.Teams.Count - 1;
        var evenings = league.Teams.Count / 2 / league.MatchesAnEvening;
        var round = (int)(evening / evenings % rounds);
        var first = (int)(evening % evenings) * league.MatchesAnEvening;
        var swapped = evening / evenings / rounds % 2 == 1;
        return Enumerable.Range(first, league.MatchesAnEvening).Select(pair =>
        {
            var one = league.Teams[pair == 0 ? rounds : (round + pair) % rounds];
            var other = league.Teams[(round - pair + rounds) % rounds];
            return swapped == (pair % 2 == 0) ? (one, other) : (other, one);
        });
    }
}
