using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary>A player, as plays and leader tables name them.</summary>
internal static class AthleteJson
{
    /// <summary>In a play, where the position is a word.</summary>
    public static JsonObject Involved(League league, Athlete athlete)
    {
        var json = Names(athlete);
        json["team"] = new JsonObject { ["id"] = $"{athlete.Team.Id}" };
        json["links"] = LinkJson.OfAthlete(league, athlete, pages: 1);
        json["position"] = athlete.Position;
        return json;
    }

    /// <summary>In a leader table, where the position is an object.</summary>
    public static JsonObject Leader(League league, Athlete athlete)
    {
        var json = Names(athlete);
        json["headshot"] = $"https://a.espncdn.com/i/headshots/{league.Slug}/players/full/{athlete.Id}.png";
        json["links"] = LinkJson.OfAthlete(league, athlete, pages: league.IsSoccer ? 1 : 5);
        json["position"] = new JsonObject { ["abbreviation"] = athlete.Position };
        json["team"] = new JsonObject { ["id"] = $"{athlete.Team.Id}" };
        json["active"] = true;
        return json;
    }

    private static JsonObject Names(Athlete athlete) => new()
    {
        ["id"] = athlete.Id,
        ["displayName"] = athlete.FullName,
        ["shortName"] = athlete.ShortName,
        ["fullName"] = athlete.FullName,
        ["jersey"] = athlete.Jersey,
    };
}
