using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary>One element of <c>events[]</c>.</summary>
internal static class EventJson
{
    public static JsonObject Of(MatchState match)
    {
        var league = match.Match.League;
        var json = new JsonObject
        {
            ["id"] = match.Match.Id,
            ["uid"] = $"{league.Uid}~e:{match.Match.Id}",
            ["date"] = ScoreboardJson.Minutes(match.Match.Kickoff),
            ["name"] = $"{match.Away.DisplayName} at {match.Home.DisplayName}",
            ["shortName"] = $"{match.Away.Short} @ {match.Home.Short}",
            ["season"] = new JsonObject { ["year"] = match.Match.Kickoff.Year, ["type"] = 2, ["slug"] = "regular-season" },
        };
        if (league.Sport == Sport.Football)
        {
            json["week"] = new JsonObject { ["number"] = LeagueJson.Week(match.Match.Kickoff) };
            json["weather"] = SceneJson.Weather(match);
        }

        json["competitions"] = new JsonArray(CompetitionJson.Of(match));
        json["status"] = StatusJson.Of(match);
        if (league.IsSoccer)
            json["venue"] = new JsonObject { ["displayName"] = SceneJson.VenueName(match) };
        json["links"] = LinkJson.OfEvent(match);
        return json;
    }
}
