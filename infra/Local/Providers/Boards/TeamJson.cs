using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary><c>competitors[].team</c>. A placeholder is a team like any other, but for its name and its emptiness.</summary>
internal static class TeamJson
{
    public static string Uid(League league, Team team) =>
        league.IsSoccer ? $"s:{league.SportId}~t:{team.Id}" : $"{league.Uid}~t:{team.Id}";

    public static JsonObject Of(League league, Team team)
    {
        var colour = Chance.Mix(league.Id, team.Id);
        var json = new JsonObject { ["id"] = $"{team.Id}", ["uid"] = Uid(league, team) };
        if (team.Abbreviation is { } abbreviation)
            json["abbreviation"] = abbreviation;
        json["displayName"] = team.DisplayName;
        json["shortDisplayName"] = team.Name;
        json["name"] = team.Name;
        json["location"] = team.Location;
        json["color"] = team.IsPlaceholder ? "000000" : $"{colour & 0xFFFFFF:x6}";
        json["alternateColor"] = team.IsPlaceholder ? "000000" : $"{(colour >> 24) & 0xFFFFFF:x6}";
        json["isActive"] = !team.IsPlaceholder;
        json["logo"] = team.IsPlaceholder ? "" : $"https://a.espncdn.com/i/teamlogos/{league.Slug}/500/scoreboard/{team.Slug}.png";
        json["links"] = team.IsPlaceholder ? [] : LinkJson.OfTeam(league, team);
        json["venue"] = new JsonObject { ["id"] = $"{league.Id * 100 + team.Id}" };
        return json;
    }
}
