using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary><c>competitors[].statistics[]</c>: names as the provider has them, values that grow with the match.</summary>
internal static class StatisticsJson
{
    private static readonly (string Name, string Abbreviation, int Final)[] Soccer =
    [
        ("appearances", "APP", 0), ("foulsCommitted", "FC", 12), ("wonCorners", "CW", 6), ("goalAssists", "A", 2),
        ("shotAssists", "SHAST", 9), ("shotsOnTarget", "SOG", 5), ("totalShots", "SHOT", 13),
    ];

    private static readonly (string Name, string Abbreviation, int Final)[] Basketball =
    [
        ("rebounds", "REB", 44), ("assists", "AST", 26), ("fieldGoalsAttempted", "FGA", 88), ("fieldGoalsMade", "FGM", 41),
        ("freeThrowsAttempted", "FTA", 22), ("freeThrowsMade", "FTM", 17), ("threePointFieldGoalsAttempted", "3PA", 35),
        ("threePointFieldGoalsMade", "3PM", 12),
    ];

    private static readonly (string Name, string Abbreviation, int Final)[] Baseball =
        [("hits", "H", 9), ("strikeouts", "K", 8), ("walks", "BB", 4), ("stolenBases", "SB", 1), ("leftOnBase", "LOB", 7), ("errors", "E", 1)];

    private static readonly (string Name, string Abbreviation, int Final)[] Hockey =
        [("saves", "SV", 28), ("assists", "A", 5), ("ytdGoals", "YTDG", 0), ("shotsTotal", "S", 31), ("penalties", "PEN", 4), ("hits", "HT", 24)];

    /// <summary>Empty before the match, for a placeholder, and always in football, as recorded.</summary>
    public static JsonArray Of(MatchState match, Side side)
    {
        if (!match.HasStarted)
            return [];
        return match.Match.League.Sport switch
        {
            Sport.Soccer => [.. Grown(Soccer), One("totalGoals", "G", $"{match.Score(side)}"), One("possessionPct", "PP", Possession(match, side))],
            Sport.Basketball => [.. Grown(Basketball), One("points", "PTS", $"{match.Score(side)}")],
            Sport.Football => [],
            Sport.Baseball => [.. Grown(Baseball), One("runs", "R", $"{match.Score(side)}")],
            Sport.Hockey => [.. Grown(Hockey), One("goals", "G", $"{match.Score(side)}")],
        };

        IEnumerable<JsonNode> Grown((string Name, string Abbreviation, int Final)[] names) => names.Select((entry, index) =>
            (JsonNode)One(entry.Name, entry.Abbreviation, $"{Jitter.Growing(match, 100 + index + 20 * (int)side, entry.Final)}"));
    }

    private static string Possession(MatchState match, Side side)
    {
        var home = 35 + Jitter.Steady(match.Match, 60, 30) + Jitter.Second(match, 61, 10) / 10.0;
        return $"{(side == Side.Home ? home : 100 - home):0.0}";
    }

    private static JsonObject One(string name, string abbreviation, string value) =>
        new() { ["name"] = name, ["abbreviation"] = abbreviation, ["displayValue"] = value };
}
