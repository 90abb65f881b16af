using System.Globalization;
using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary><c>leagues[0]</c>: by its slug and id a consumer knows a wrong document.</summary>
internal static class LeagueJson
{
    public static JsonObject Of(League league, DateTimeOffset instant)
    {
        var year = instant.Year;
        var json = new JsonObject
        {
            ["id"] = $"{league.Id}",
            ["uid"] = league.Uid,
            ["name"] = league.Name,
            ["abbreviation"] = league.Abbreviation,
            ["slug"] = league.Slug,
            ["season"] = new JsonObject
            {
                ["year"] = year,
                ["startDate"] = $"{year}-01-01T05:00Z",
                ["endDate"] = $"{year}-12-31T04:59Z",
                ["displayName"] = $"{year} {league.Name}",
                ["type"] = new JsonObject { ["id"] = "2", ["type"] = 2, ["name"] = "Regular Season", ["abbreviation"] = "reg" },
            },
            ["logos"] = new JsonArray(Logo(league, "default", "500"), Logo(league, "dark", "500-dark")),
            ["calendarType"] = league.Sport == Sport.Football ? "list" : "day",
            ["calendarIsWhitelist"] = true,
            ["calendarStartDate"] = $"{year}-01-01T05:00Z",
            ["calendarEndDate"] = $"{year}-12-31T04:59Z",
        };
        json["calendar"] = league.Sport == Sport.Football ? new JsonArray(Weeks(year)) : Days(instant);
        return json;
    }

    public static int Week(DateTimeOffset instant) => (instant.DayOfYear - 1) / 7 % 18 + 1;

    private static JsonObject Logo(League league, string shade, string folder) => new()
    {
        ["href"] = $"https://a.espncdn.com/i/teamlogos/leagues/{folder}/{league.Slug}.png",
        ["width"] = 500,
        ["height"] = 500,
        ["alt"] = "",
        ["rel"] = ScoreboardJson.Words("full", shade),
        ["lastUpdated"] = "2026-06-16T14:56Z",
    };

    private static JsonArray Days(DateTimeOffset instant) =>
    [
        .. Enumerable.Range(-30, 90).Select(day => (JsonNode)$"{instant.UtcDateTime.Date.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}T05:00Z"),
    ];

    private static JsonObject Weeks(int year) => new()
    {
        ["label"] = "Regular Season",
        ["value"] = "2",
        ["startDate"] = $"{year}-01-01T05:00Z",
        ["endDate"] = $"{year}-12-31T04:59Z",
        ["entries"] = new JsonArray(
        [
            .. Enumerable.Range(0, 18).Select(week => (JsonNode)new JsonObject
            {
                ["label"] = $"Week {week + 1}",
                ["alternateLabel"] = $"Week {week + 1}",
                ["detail"] = $"Week {week + 1}",
                ["value"] = $"{week + 1}",
                ["startDate"] = ScoreboardJson.Minutes(new DateTimeOffset(year, 1, 1, 5, 0, 0, TimeSpan.Zero).AddDays(7 * week)),
                ["endDate"] = ScoreboardJson.Minutes(new DateTimeOffset(year, 1, 8, 4, 59, 0, TimeSpan.Zero).AddDays(7 * week)),
            }),
        ]),
    };
}
