using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary>Who leads in what: by team in most sports, for the match in football.</summary>
internal static class LeadersJson
{
    public static JsonArray OfTeam(MatchState match, Side side) => match.Match.League.Sport switch
    {
        Sport.Soccer => [Leader(match, side, "goals", "Goals", "Goals", "G", 1)],
        Sport.Basketball => [Leader(match, side, "points", "Points", "Pts", "Pts", 28), Leader(match, side, "rebounds", "Rebounds", "Reb", "Reb", 11), Leader(match, side, "assists", "Assists", "Ast", "Ast", 8)],
        Sport.Football => [],
        Sport.Baseball => [Leader(match, side, "avg", "Batting Average", "AVG", "AVG", 3), Leader(match, side, "homeRuns", "Home Runs", "HR", "HR", 2)],
        Sport.Hockey => [Leader(match, side, "goals", "Goals", "Goals", "G", 2), Leader(match, side, "assists", "Assists", "Assists", "A", 3)],
    };

    public static JsonArray OfMatch(MatchState match) =>
    [
        Leader(match, Side.Home, "passingYards", "Passing Leader", "PASS", "PYDS", 280),
        Leader(match, Side.Away, "rushingYards", "Rushing Leader", "RUSH", "RYDS", 90),
        Leader(match, Side.Home, "receivingYards", "Receiving Leader", "REC", "RECYDS", 110),
    ];

    private static JsonObject Leader(MatchState match, Side side, string name, string display, string shortDisplay, string abbreviation, int final)
    {
        var team = match.Team(side);
        var value = Jitter.Growing(match, 200 + name.Length + (int)side, final);
        return new JsonObject
        {
            ["name"] = name,
            ["displayName"] = display,
            ["shortDisplayName"] = shortDisplay,
            ["abbreviation"] = abbreviation,
            ["leaders"] = new JsonArray(new JsonObject
            {
                ["displayValue"] = $"{value}",
                ["value"] = match.Match.League.Sport == Sport.Hockey ? value : value + 0.0m,
                ["athlete"] = AthleteJson.Leader(match.Match.League, Athlete.Of(match.Match.League, team, name.Length)),
                ["team"] = new JsonObject { ["id"] = $"{team.Id}" },
            }),
        };
    }
}
