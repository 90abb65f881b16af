using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LiveView.Feeds.Tests.Sports;

/// <summary>One event of a scoreboard in the provider's shape, written by hand after it, to be changed by a test.</summary>
internal sealed class EspnMatch
{
    public EspnMatch(string id = "760503", string sport = "600", string date = "2026-08-15T14:00Z", string home = "Arsenal", string away = "Leeds United")
    {
        Json = new()
        {
            ["id"] = id,
            ["uid"] = $"s:{sport}~l:700~e:{id}",
            ["date"] = date,
            ["name"] = $"{away} at {home}",
            ["competitions"] = new JsonArray(new JsonObject
            {
                ["id"] = id,
                ["date"] = date,
                ["venue"] = new JsonObject { ["id"] = "1", ["fullName"] = "The Ground", ["address"] = new JsonObject { ["city"] = "Town" } },
                ["competitors"] = new JsonArray(Competitor("home", "101", home), Competitor("away", "202", away)),
                ["details"] = new JsonArray(),
                ["odds"] = new JsonArray(new JsonObject { ["details"] = "HOME -1.5", ["overUnder"] = 2.5 }),
            }),
        };
        Status("STATUS_SCHEDULED", "pre", 0, "0'");
    }

    private static readonly JsonSerializerOptions AsProvidersWrite = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public JsonObject Json { get; }

    public JsonObject Competition => Json["competitions"]![0]!.AsObject();

    public JsonObject Home => Competition["competitors"]![0]!.AsObject();

    public JsonObject Away => Competition["competitors"]![1]!.AsObject();

    public JsonArray Details => Competition["details"]!.AsArray();

    public EspnMatch Status(string? name, string? state, int? period, string? clock, bool? completed = null, string? detail = null)
    {
        Competition["status"] = new JsonObject
        {
            ["clock"] = 0.0,
            ["displayClock"] = clock,
            ["period"] = period,
            ["type"] = new JsonObject
            {
                ["id"] = "1",
                ["name"] = name,
                ["state"] = state,
                ["completed"] = completed ?? state == "post",
                ["detail"] = detail ?? clock,
            },
        };
        return this;
    }

    public EspnMatch Live(int minute, int period = 1) =>
        Status(period == 1 ? "STATUS_FIRST_HALF" : "STATUS_SECOND_HALF", "in", period, $"{minute}'");

    public EspnMatch FullTime() => Status("STATUS_FULL_TIME", "post", 2, "90'+4'", detail: "FT");

    public EspnMatch Score(int home, int away)
    {
        Home["score"] = $"{home}";
        Away["score"] = $"{away}";
        return this;
    }

    public EspnMatch Row(string type, string text, string clock, string team = "101", string? player = "9", string flag = "scoringPlay")
    {
        var row = new JsonObject
        {
            ["type"] = new JsonObject { ["id"] = type, ["text"] = text },
            ["clock"] = new JsonObject { ["value"] = 2700.0, ["displayValue"] = clock },
            ["team"] = new JsonObject { ["id"] = team },
            ["scoringPlay"] = false,
            ["redCard"] = false,
            ["yellowCard"] = false,
            ["penaltyKick"] = false,
            ["ownGoal"] = false,
            ["shootout"] = false,
        };
        row[flag] = true;
        if (flag is "ownGoal" or "penaltyKick")
            row["scoringPlay"] = true;
        if (player is not null)
            row["athletesInvolved"] = new JsonArray(new JsonObject { ["id"] = player, ["displayName"] = $"Player {player}" });
        Details.Add(row);
        return this;
    }

    public EspnMatch Goal(string clock, string team = "101", string? player = "9") => Row("70", "Goal", clock, team, player);

    public EspnMatch Odds(string line)
    {
        Competition["odds"]![0]!["details"] = line;
        return this;
    }

    public override string ToString() => Json.ToJsonString(AsProvidersWrite);

    private static JsonObject Competitor(string homeAway, string id, string name) => new()
    {
        ["id"] = id,
        ["homeAway"] = homeAway,
        ["score"] = "0",
        ["statistics"] = new JsonArray(new JsonObject { ["name"] = "possessionPct", ["displayValue"] = "50.5" }),
        ["form"] = "WWDLW",
        ["team"] = new JsonObject { ["id"] = id, ["abbreviation"] = name[..3].ToUpperInvariant(), ["displayName"] = name, ["shortDisplayName"] = name },
    };
}
