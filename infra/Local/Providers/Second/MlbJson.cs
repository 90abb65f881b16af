using System.Globalization;
using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary>MLB's StatsAPI: the schedule with line scores, and the live feed with its plate appearances.</summary>
internal static class MlbJson
{
    public static byte[] Schedule(IReadOnlyList<MatchState> matches) => ScoreboardJson.Bytes(new JsonObject
    {
        ["totalGames"] = matches.Count,
        ["dates"] = new JsonArray(new JsonObject { ["games"] = new JsonArray([.. matches.Select(match => (JsonNode)Game(match))]) }),
    });

    public static byte[] Live(MatchState match) => ScoreboardJson.Bytes(new JsonObject
    {
        ["gamePk"] = Id(match),
        ["metaData"] = new JsonObject { ["wait"] = 10 },
        ["gameData"] = new JsonObject { ["datetime"] = new JsonObject { ["dateTime"] = Time(match.Match.Kickoff) }, ["status"] = Status(match) },
        ["liveData"] = new JsonObject
        {
            ["linescore"] = Line(match),
            ["plays"] = new JsonObject { ["allPlays"] = new JsonArray([.. Appearances(match)]) },
        },
    });

    private static JsonObject Game(MatchState match) => new()
    {
        ["gamePk"] = Id(match),
        ["gameDate"] = Time(match.Match.Kickoff),
        ["status"] = Status(match),
        ["teams"] = new JsonObject { ["away"] = Team(match, Side.Away), ["home"] = Team(match, Side.Home) },
        ["linescore"] = Line(match),
        ["venue"] = new JsonObject { ["name"] = $"{match.Team(Side.Home).Location} Park" },
        ["doubleHeader"] = "N",
        ["gameNumber"] = 1,
        ["scheduledInnings"] = 9,
    };

    private static JsonObject Status(MatchState match) => match.Status.Stage switch
    {
        Stage.Scheduled => Status("Preview", "S", "Scheduled"),
        Stage.Postponed => Status("Final", "D", "Postponed"),
        Stage.RainDelay => Status("Live", "I", "Delayed: Rain"),
        Stage.Final => Status("Final", "F", "Final"),
        _ => Status("Live", "I", "In Progress"),
    };

    private static JsonObject Status(string rough, string code, string words) =>
        new() { ["abstractGameState"] = rough, ["codedGameState"] = code, ["detailedState"] = words };

    private static JsonObject Team(MatchState match, Side side)
    {
        var team = new JsonObject
        {
            ["team"] = new JsonObject
            {
                ["id"] = match.Team(side).IsPlaceholder ? -1 : SecondTeams.Id(match, side),
                ["name"] = match.Team(side).DisplayName,
                ["teamName"] = match.Team(side).Name,
                ["abbreviation"] = SecondTeams.Code(match, side),
            },
        };
        if (match.HasStarted)
            team["score"] = match.Score(side);
        return team;
    }

    private static JsonObject Line(MatchState match)
    {
        var line = new JsonObject { ["scheduledInnings"] = 9 };
        if (!match.HasStarted)
            return line;
        var (inning, note) = (match.Status.Period ?? 1, match.Note);
        line["currentInning"] = inning;
        line["inningState"] = note switch { "Mid" => "Middle", "Top" or "Bottom" or "End" => note, _ => "Bottom" };
        line["teams"] = new JsonObject { ["home"] = new JsonObject { ["runs"] = match.Score(Side.Home) }, ["away"] = new JsonObject { ["runs"] = match.Score(Side.Away) } };
        line["innings"] = new JsonArray([.. Enumerable.Range(1, inning).Select(number => (JsonNode)new JsonObject
        {
            ["num"] = number,
            ["away"] = new JsonObject { ["runs"] = match.Score(Side.Away, number) },
            // A half that has not been played has no runs.
            ["home"] = number == inning && note is "Top" or "Mid" ? new JsonObject() : new JsonObject { ["runs"] = match.Score(Side.Home, number) },
        })]);
        if (match.LastPlay?.Spot is DiamondSpot spot)
        {
            (line["balls"], line["strikes"], line["outs"]) = (spot.Balls, spot.Strikes, spot.Outs);
            var bases = new JsonObject();
            if (spot.First)
                bases["first"] = new JsonObject { ["id"] = 1 };
            if (spot.Second)
                bases["second"] = new JsonObject { ["id"] = 2 };
            line["offense"] = bases;
        }

        return line;
    }

    // A pitch that ends nothing is no appearance. An appearance keeps its index when one before it is struck off.
    private static IEnumerable<JsonNode> Appearances(MatchState match) => Telling.Of(match)
        .Where(telling => telling.Play.Kind != PlayKind.Ball && telling.Play.Kind != PlayKind.Strike)
        .Select(telling => new JsonObject
        {
            ["result"] = new JsonObject
            {
                ["event"] = telling.Play.Kind.Text,
                ["eventType"] = telling.Play.Kind.Text.ToLowerInvariant().Replace(' ', '_'),
                ["description"] = telling.Play.Text,
                ["rbi"] = telling.Play.Points,
                ["awayScore"] = telling.Away,
                ["homeScore"] = telling.Home,
            },
            ["about"] = new JsonObject
            {
                ["atBatIndex"] = telling.Number,
                ["halfInning"] = telling.Play.Side == Side.Home ? "bottom" : "top",
                ["inning"] = telling.Play.Period,
                ["startTime"] = Time(match.Match.Kickoff + (telling.Play.At / match.Match.Speed)),
                ["isComplete"] = true,
                ["isScoringPlay"] = telling.Play.Points > 0,
            },
            ["matchup"] = new JsonObject
            {
                ["batter"] = new JsonObject
                {
                    ["id"] = long.Parse(telling.Play.Athlete?.Id ?? "0", CultureInfo.InvariantCulture),
                    ["fullName"] = telling.Play.Athlete?.FullName,
                },
            },
        });

    private static long Id(MatchState match) => long.Parse(match.Match.Id, CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => $"{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}";
}
