using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LiveView.Benchmarks.Fold;

/// <summary>
/// A soccer scoreboard of 18 matches in the provider's shape and weight: two thirds of it is links, odds, tickets and broadcasts, as in the
/// recorded ones (11 KB a match).
/// </summary>
internal sealed class SampleBoard
{
    public const string Target = "soccer/eng.1";

    private static readonly JsonSerializerOptions AsProvidersWrite = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Pages = ["clubhouse", "stats", "schedule", "scores", "results", "standings", "squad"];

    private static readonly string[] Numbers =
        ["appearances", "foulsCommitted", "wonCorners", "goalAssists", "possessionPct", "shotAssists", "shotsOnTarget", "totalGoals", "totalShots"];

    private readonly JsonArray events = [];

    private SampleBoard(int matches, int round)
    {
        for (var i = 0; i < matches; i++)
            events.Add(Match(i, round));
    }

    /// <param name="matches">How many matches.</param>
    /// <param name="round">Changes odds and tickets of every match, and nothing that counts.</param>
    public static SampleBoard Of(int matches, int round = 0) => new(matches, round);

    public SampleBoard WithGoal(int match)
    {
        var competition = events[match]!["competitions"]![0]!; // this class has put it there
        competition["competitors"]![0]!["score"] = "3";
        competition["status"]!["displayClock"] = "71'";
        competition["status"]!["type"]!["detail"] = "71'";
        competition["details"]!.AsArray().Add(Row("70", "Goal", "71'", match, scores: true));
        return this;
    }

    public byte[] ToBytes()
    {
        var board = new JsonObject
        {
            ["leagues"] = new JsonArray(new JsonObject { ["id"] = "700", ["uid"] = "s:600~l:700", ["slug"] = "eng.1", ["name"] = "A League" }),
            ["day"] = new JsonObject { ["date"] = "2026-08-15" },
            ["events"] = events,
            ["provider"] = new JsonObject { ["id"] = "100", ["name"] = "A Bookmaker" },
        };
        return JsonSerializer.SerializeToUtf8Bytes(board, AsProvidersWrite);
    }

    private static JsonObject Match(int number, int round)
    {
        var id = (760_500 + number).ToString(CultureInfo.InvariantCulture);
        return new()
        {
            ["id"] = id,
            ["uid"] = $"s:600~l:700~e:{id}",
            ["date"] = "2026-08-15T14:00Z",
            ["name"] = $"Visitors {number} at Hosts {number}",
            ["shortName"] = $"V{number} @ H{number}",
            ["season"] = new JsonObject { ["year"] = 2026, ["type"] = 1, ["slug"] = "regular-season" },
            ["competitions"] = new JsonArray(new JsonObject
            {
                ["id"] = id,
                ["date"] = "2026-08-15T14:00Z",
                ["attendance"] = 35_455,
                ["venue"] = new JsonObject { ["id"] = "77", ["fullName"] = $"Ground {number}", ["address"] = new JsonObject { ["city"] = $"Town {number}" } },
                ["competitors"] = new JsonArray(Side(number, "home", "Hosts"), Side(number, "away", "Visitors")),
                ["status"] = new JsonObject
                {
                    ["clock"] = 4200.0,
                    ["displayClock"] = "70'",
                    ["period"] = 2,
                    ["type"] = new JsonObject { ["id"] = "26", ["name"] = "STATUS_SECOND_HALF", ["state"] = "in", ["completed"] = false, ["description"] = "Second Half", ["detail"] = "70'" },
                },
                ["details"] = new JsonArray(Row("70", "Goal", "12'", number, scores: true), Row("94", "Yellow Card", "33'", number, scores: false), Row("137", "Goal - Header", "58'", number, scores: true)),
                ["broadcasts"] = new JsonArray(new JsonObject { ["market"] = "national", ["names"] = new JsonArray("One", "Two") }),
                ["odds"] = new JsonArray(Odds(number, round), Odds(number, round + 1), Odds(number, round + 2)),
                ["tickets"] = new JsonArray(new JsonObject { ["summary"] = $"Tickets as low as ${20 + round}", ["numberAvailable"] = 1000 - round }),
            }),
            ["links"] = Links("soccer/match", id),
        };
    }

    private static JsonObject Side(int number, string homeAway, string name)
    {
        var id = (homeAway == "home" ? 100 + number : 200 + number).ToString(CultureInfo.InvariantCulture);
        return new()
        {
            ["id"] = id,
            ["uid"] = $"s:600~t:{id}",
            ["type"] = "team",
            ["homeAway"] = homeAway,
            ["winner"] = false,
            ["score"] = homeAway == "home" ? "2" : "0",
            ["form"] = "WWDLW",
            ["statistics"] = new JsonArray([.. Numbers.Select((row, i) => new JsonObject { ["name"] = row, ["abbreviation"] = row[..2], ["displayValue"] = $"{i}.{number}" })]),
            ["records"] = new JsonArray(new JsonObject { ["name"] = "All Splits", ["type"] = "total", ["summary"] = "9-11-11" }),
            ["team"] = new JsonObject
            {
                ["id"] = id,
                ["abbreviation"] = $"{name[..1]}{number}",
                ["displayName"] = $"{name} {number}",
                ["shortDisplayName"] = $"{name} {number}",
                ["color"] = "022166",
                ["logo"] = $"https://a.example.com/i/teamlogos/soccer/500/{id}.png",
                ["links"] = Links("soccer/club", id),
            },
        };
    }

    private static JsonArray Links(string kind, string id) => [.. Pages.Select(page => new JsonObject
    {
        ["rel"] = new JsonArray(page, "desktop", "team"),
        ["href"] = $"https://www.example.com/{kind}/{page}/_/id/{id}/a-name-for-search-engines",
        ["text"] = page,
        ["isExternal"] = false,
        ["isPremium"] = false,
    })];

    private static JsonObject Row(string type, string text, string clock, int number, bool scores) => new()
    {
        ["type"] = new JsonObject { ["id"] = type, ["text"] = text },
        ["clock"] = new JsonObject { ["value"] = 3353.0, ["displayValue"] = clock },
        ["team"] = new JsonObject { ["id"] = (100 + number).ToString(CultureInfo.InvariantCulture) },
        ["scoreValue"] = scores ? 1 : 0,
        ["scoringPlay"] = scores,
        ["redCard"] = false,
        ["yellowCard"] = !scores,
        ["penaltyKick"] = false,
        ["ownGoal"] = false,
        ["shootout"] = false,
        ["athletesInvolved"] = new JsonArray(new JsonObject { ["id"] = $"75{number}", ["displayName"] = $"Player {number}", ["links"] = Links("soccer/player", $"75{number}") }),
    };

    private static JsonObject Odds(int number, int round) => new()
    {
        ["provider"] = new JsonObject { ["id"] = "100", ["name"] = "A Bookmaker", ["priority"] = 1 },
        ["details"] = $"HOSTS -{100 + round + number}",
        ["overUnder"] = 2.5,
        ["homeTeamOdds"] = new JsonObject { ["favorite"] = true, ["moneyLine"] = -100 - round - number },
        ["awayTeamOdds"] = new JsonObject { ["favorite"] = false, ["moneyLine"] = 100 + round + number },
    };
}
