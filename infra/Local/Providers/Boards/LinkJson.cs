using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary>The links, which are most of the bytes and none of the news.</summary>
internal static class LinkJson
{
    private const string Site = "https://www.espn.com";

    private static readonly string[] TeamPages = ["Clubhouse", "Roster", "Statistics", "Schedule", "Photos", "Scores", "Transactions", "Injuries"];

    private static readonly string[] AthletePages = ["playercard", "stats", "splits", "gamelog", "news"];

    public static JsonArray OfTeam(League league, Team team) =>
    [
        .. TeamPages.Select(page => (JsonNode)new JsonObject
        {
            ["rel"] = ScoreboardJson.Words(page.ToLowerInvariant(), "desktop", "team"),
            ["href"] = $"{Site}/{league.Slug}/team/{page.ToLowerInvariant()}/_/name/{team.Short.ToLowerInvariant()}/{team.Slug}",
            ["text"] = page,
            ["isExternal"] = false,
            ["isPremium"] = false,
        }),
    ];

    public static JsonArray OfAthlete(League league, Athlete athlete, int pages) =>
    [
        .. AthletePages.Take(pages).Select(page => (JsonNode)new JsonObject
        {
            ["rel"] = ScoreboardJson.Words(page, "desktop", "athlete"),
            ["href"] = $"{Site}/{league.Slug}/player/{page}/_/id/{athlete.Id}/{athlete.Slug}",
        }),
    ];

    /// <summary>What is linked changes with the match: live while it is on, a report when it is over.</summary>
    public static JsonArray OfEvent(MatchState match)
    {
        string[] pages = match.Status.Facts.State switch
        {
            "pre" => ["Summary", "Tickets"],
            "in" => ["Gamecast", "Box Score", "Play-by-Play", "Statistics"],
            _ => ["Summary", "Box Score", "Play-by-Play", "Highlights", "Report", "Statistics"],
        };
        return [.. pages.Select(page => (JsonNode)Full(Rel(page), page, $"{Site}/{match.Match.League.Slug}/{Rel(page)}/_/gameId/{match.Match.Id}/{match.Away.Slug}-{match.Home.Slug}"))];
    }

    /// <summary>A link with everything the provider says about one.</summary>
    public static JsonObject Full(string rel, string text, string href, bool isExternal = false) => new()
    {
        ["language"] = "en-US",
        ["rel"] = ScoreboardJson.Words(rel, "desktop", "event"),
        ["href"] = href,
        ["text"] = text,
        ["shortText"] = text,
        ["isExternal"] = isExternal,
        ["isPremium"] = false,
        ["isHidden"] = false,
    };

    private static string Rel(string page) => page.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
