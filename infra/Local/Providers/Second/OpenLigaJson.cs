using System.Globalization;
using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary>OpenLigaDB's round: goals and results, no clock, a last change without a zone.</summary>
internal static class OpenLigaJson
{
    public static byte[] Round(IEnumerable<MatchState> matches) =>
        ScoreboardJson.Bytes(new JsonArray([.. matches.Where(match => match.Status.Stage != Stage.Postponed).Select(match => (JsonNode)Of(match))]));

    private static JsonObject Of(MatchState match) => new()
    {
        ["matchID"] = long.Parse(match.Match.Id, CultureInfo.InvariantCulture),
        ["matchDateTimeUTC"] = $"{match.Match.Kickoff.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}",
        ["leagueShortcut"] = "eng1",
        ["team1"] = Team(match, Side.Home),
        ["team2"] = Team(match, Side.Away),
        ["lastUpdateDateTime"] = $"{match.Instant.UtcDateTime.AddHours(1):yyyy-MM-dd'T'HH:mm:ss.fff}",
        ["matchIsFinished"] = match.Status.Facts.Completed,
        ["matchResults"] = new JsonArray([.. Results(match)]),
        ["goals"] = new JsonArray([.. Telling.Of(match).Where(telling => telling.Play.Points > 0).Select(telling => (JsonNode)Goal(telling))]),
    };

    private static JsonObject Team(MatchState match, Side side) => new()
    {
        ["teamId"] = match.Team(side).IsPlaceholder ? -1 : SecondTeams.Id(match, side),
        ["teamName"] = SecondTeams.Club(match.Team(side)),
        ["shortName"] = match.Team(side).Short,
    };

    private static IEnumerable<JsonNode> Results(MatchState match)
    {
        if (match.HasStarted && (match.Status.Stage == Stage.Halftime || match.Status.Period > 1))
            yield return Result(1, match.Score(Side.Home, 1), match.Score(Side.Away, 1));
        if (match.Status.Facts.Completed)
            yield return Result(2, match.Score(Side.Home), match.Score(Side.Away));
    }

    private static JsonObject Result(int type, int home, int away) => new() { ["resultTypeID"] = type, ["pointsTeam1"] = home, ["pointsTeam2"] = away };

    private static JsonObject Goal(Telling telling) => new()
    {
        ["goalID"] = telling.Number,
        ["scoreTeam1"] = telling.Home,
        ["scoreTeam2"] = telling.Away,
        ["matchMinute"] = 1 + ((int)telling.Seconds / 60),
        ["goalGetterID"] = long.Parse(telling.Play.Athlete?.Id ?? "0", CultureInfo.InvariantCulture),
        ["goalGetterName"] = telling.Play.Athlete?.FullName,
        ["isPenalty"] = telling.Play.Kind == PlayKind.Penalty,
        ["isOwnGoal"] = telling.Play.Kind == PlayKind.OwnGoal,
    };
}
