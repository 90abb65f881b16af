using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary>Around the match: the place, the weather, tickets, channels, the report.</summary>
internal static class SceneJson
{
    public static string VenueName(MatchState match) => match.Home.IsPlaceholder ? "To be announced" : $"{match.Home.Location} {Ground(match.Match.League.Sport)}";

    public static JsonObject Venue(MatchState match)
    {
        var address = new JsonObject { ["city"] = match.Home.Location };
        if (match.Match.League.IsSoccer)
            address["country"] = "England";
        else
            address["state"] = match.Home.Region;
        var venue = new JsonObject { ["id"] = $"{match.Match.League.Id * 100 + match.Home.Id}", ["fullName"] = VenueName(match), ["address"] = address };
        if (!match.Match.League.IsSoccer)
        {
            venue["capacity"] = 18_000 + 100 * match.Home.Id;
            venue["indoor"] = match.Match.League.Sport is Sport.Basketball or Sport.Hockey;
        }

        return venue;
    }

    public static JsonObject Weather(MatchState match) => new()
    {
        ["displayValue"] = "Mostly cloudy",
        ["temperature"] = 55 + Jitter.Steady(match.Match, 80, 20),
        ["highTemperature"] = 75,
        ["conditionId"] = "6",
        ["link"] = new JsonObject
        {
            ["language"] = "en-US",
            ["rel"] = ScoreboardJson.Words("45202"),
            ["href"] = $"http://weather.example/en/us/{match.Home.Slug}/current-weather?lang=en-us",
            ["text"] = "Weather",
            ["shortText"] = "Weather",
            ["isExternal"] = true,
            ["isPremium"] = false,
        },
    };

    public static JsonArray Tickets(MatchState match) =>
    [
        new JsonObject
        {
            ["summary"] = $"Tickets as low as ${20 + Jitter.Second(match, 81, 400)}",
            ["numberAvailable"] = 4 + Jitter.Second(match, 82, 2_000),
            ["links"] = new JsonArray(
                new JsonObject { ["href"] = $"https://tickets.example/{match.Home.Slug}-tickets/production/{match.Match.Id}?wsUser=717" },
                new JsonObject { ["href"] = $"https://tickets.example/{match.Home.Slug}/venue?wsUser=717" }),
        },
    ];

    public static JsonArray GeoBroadcasts() => [Channel("1", "TV", "Channel One"), Channel("1", "TV", "Channel Two"), Channel("4", "STREAMING", "Eleven+")];

    public static JsonObject Headline(MatchState match)
    {
        var winner = match.Winner is { } side ? match.Team(side).DisplayName : "Nobody";
        return new JsonObject
        {
            ["description"] = $"— {winner} had the better of it: {match.Away.DisplayName} {match.Score(Side.Away)}, {match.Home.DisplayName} {match.Score(Side.Home)}. "
                + string.Join(' ', match.Plays.Where(play => play.Points > 0).TakeLast(12).Select(play => $"{play.Text}.")),
            ["type"] = "Recap",
            ["shortLinkText"] = $"{winner} at the final whistle",
        };
    }

    private static JsonObject Channel(string id, string kind, string name) => new()
    {
        ["type"] = new JsonObject { ["id"] = id, ["shortName"] = kind },
        ["market"] = new JsonObject { ["id"] = "1", ["type"] = "National" },
        ["media"] = new JsonObject { ["shortName"] = name },
        ["lang"] = "en",
        ["region"] = "us",
    };

    private static string Ground(Sport sport) => sport switch
    {
        Sport.Soccer => "Road",
        Sport.Basketball => "Arena",
        Sport.Football => "Stadium",
        Sport.Baseball => "Park",
        Sport.Hockey => "Ice Palace",
    };
}
