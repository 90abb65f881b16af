namespace LiveView.Local.Providers;

/// <summary>The runs of a baseball match, inning by inning, so that it ends as the rules want it: never level, never longer than needed.</summary>
internal sealed record InningRuns(IReadOnlyList<int> Away, IReadOnlyList<int> Home, bool LastBottomIsPlayed, bool IsWalkOff)
{
    public int Innings => Away.Count;

    public static InningRuns Draw(Chance chance, bool extra)
    {
        List<int> away = [.. Enumerable.Range(0, 9).Select(_ => Half(chance))];
        List<int> home = [.. Enumerable.Range(0, 8).Select(_ => Half(chance))];
        var lead = home.Sum() - away.Sum();
        if (extra)
            return Extra(chance, away, home, lead);

        if (lead > 0)
            return new InningRuns(away, [.. home, 0], LastBottomIsPlayed: false, IsWalkOff: false);

        // The home side wins with its last bat, or falls short by at least one.
        var walksOff = lead > -3 && chance.Happens(0.5) || lead == 0;
        return new InningRuns(away, [.. home, walksOff ? 1 - lead : 0], LastBottomIsPlayed: true, walksOff);
    }

    private static InningRuns Extra(Chance chance, List<int> away, List<int> home, int lead)
    {
        if (lead > 0)
            away[8] += lead;
        home.Add(Math.Max(0, -lead));
        var homeWins = chance.Happens(0.5);
        return new InningRuns([.. away, homeWins ? 0 : 2], [.. home, homeWins ? 1 : 0], LastBottomIsPlayed: true, homeWins);
    }

    private static int Half(Chance chance) => chance.Unit() switch { < 0.72 => 0, < 0.88 => 1, < 0.95 => 2, _ => 3 };
}
