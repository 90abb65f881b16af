using System.Globalization;
using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary>The NBA's files, key for key as far as anyone reads them, with their oddities: a clock without a zone, future quarters with 0.</summary>
internal static class NbaJson
{
    public static byte[] Board(IEnumerable<MatchState> matches) => ScoreboardJson.Bytes(new JsonObject
    {
        ["meta"] = Meta(),
        ["scoreboard"] = new JsonObject
        {
            ["leagueId"] = "00",
            ["leagueName"] = "National Basketball Association",
            ["games"] = new JsonArray([.. matches.Select(match => (JsonNode)Game(match))]),
        },
    });

    public static byte[] Plays(MatchState match) => ScoreboardJson.Bytes(new JsonObject
    {
        ["meta"] = Meta(),
        ["game"] = new JsonObject { ["gameId"] = match.Match.Id, ["actions"] = new JsonArray([.. Actions(match)]) },
    });

    private static JsonObject Meta() => new() { ["version"] = 1, ["code"] = 200 };

    private static JsonObject Game(MatchState match)
    {
        var (status, words) = Status(match);
        return new()
        {
            ["gameId"] = match.Match.Id,
            ["gameCode"] = $"{match.Match.Kickoff.UtcDateTime:yyyyMMdd}/{SecondTeams.Code(match, Side.Away)}{SecondTeams.Code(match, Side.Home)}",
            ["gameStatus"] = status,
            ["gameStatusText"] = words,
            ["period"] = status == 1 ? 0 : match.Status.Period,
            ["gameClock"] = status == 2 ? Clock(match.Status.Clock ?? 0) : "",
            ["gameTimeUTC"] = $"{match.Match.Kickoff.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}",
            ["gameEt"] = $"{match.Match.Kickoff.UtcDateTime.AddHours(-5):yyyy-MM-dd'T'HH:mm:ss'Z'}", // a false Z, as it is sometimes
            ["regulationPeriods"] = 4,
            ["homeTeam"] = Team(match, Side.Home),
            ["awayTeam"] = Team(match, Side.Away),
        };
    }

    private static (int Status, string Words) Status(MatchState match) => match.Status.Stage switch
    {
        Stage.Scheduled => (1, "7:00 pm ET"),
        Stage.Postponed => (1, "PPD"),
        Stage.Final => (3, match.Status.Period > 4 ? "Final/OT" : "Final"),
        Stage.Halftime => (2, "Half   "),
        Stage.PeriodEnd => (2, $"End Q{match.Status.Period}   "),
        _ => (2, $"Q{match.Status.Period} {match.Status.DisplayClock}"),
    };

    private static JsonObject Team(MatchState match, Side side) => new()
    {
        ["teamId"] = match.Team(side).IsPlaceholder ? 0 : SecondTeams.Id(match, side),
        ["teamName"] = match.Team(side).Name,
        ["teamCity"] = match.Team(side).Location,
        ["teamTricode"] = SecondTeams.Code(match, side),
        ["score"] = match.Score(side),
        ["inBonus"] = "0",
        ["periods"] = new JsonArray([.. Enumerable.Range(1, Math.Max(4, match.Status.Period ?? 0)).Select(period => (JsonNode)new JsonObject
        {
            ["period"] = period,
            ["periodType"] = period > 4 ? "OVERTIME" : "REGULAR",
            ["score"] = match.Score(side, period),
        })]),
    };

    private static IEnumerable<JsonNode> Actions(MatchState match)
    {
        if (!match.HasStarted)
            yield break;
        yield return Action(match, 0, match.Match.Kickoff, 1, 720, 0, 0, "period", "start");
        var (number, home, away) = (0, 0, 0);
        foreach (var telling in Telling.Of(match))
        {
            (number, home, away) = (telling.Number, telling.Home, telling.Away);
            yield return Basket(match, telling);
        }

        if (match.Status.Stage is Stage.PeriodEnd or Stage.Halftime)
            yield return Action(match, number + 1, match.Instant, match.Status.Period ?? 0, 0, home, away, "period", "end");
        else if (match.Status.Facts.Completed)
            yield return Action(match, number + 1, match.Match.Ends, match.Status.Period ?? 0, 0, home, away, "game", "end");
    }

    private static JsonObject Basket(MatchState match, Telling telling)
    {
        var play = telling.Play;
        var kind = play.Kind == PlayKind.Turnover ? "turnover" : play.Points switch { 3 => "3pt", 1 => "freethrow", _ => "2pt" };
        var action = Action(match, telling.Number, match.Match.Kickoff + (play.At / match.Match.Speed), play.Period, telling.Seconds, telling.Home, telling.Away, kind, play.Kind.Text);
        if (play.Side is { } side)
            action["teamTricode"] = SecondTeams.Code(match, side);
        if (kind != "turnover")
            action["shotResult"] = play.Points > 0 ? "Made" : "Missed";
        action["personId"] = long.Parse(play.Athlete?.Id ?? "0", CultureInfo.InvariantCulture);
        action["playerNameI"] = play.Athlete?.ShortName;
        action["description"] = play.Text;
        return action;
    }

    private static JsonObject Action(MatchState match, int number, DateTimeOffset at, int period, double seconds, int home, int away, string kind, string sub) => new()
    {
        ["actionNumber"] = number + 2,
        ["orderNumber"] = (number + 2) * 10_000,
        ["actionType"] = kind,
        ["subType"] = sub,
        ["period"] = period,
        ["periodType"] = period > match.Match.League.Regulation ? "OVERTIME" : "REGULAR",
        ["clock"] = Clock(seconds),
        ["timeActual"] = $"{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.f'Z'}",
        ["scoreHome"] = $"{home}",
        ["scoreAway"] = $"{away}",
    };

    private static string Clock(double seconds) => $"PT{(int)seconds / 60:00}M{(int)seconds % 60:00}.{(int)(seconds * 100) % 100:00}S";
}
