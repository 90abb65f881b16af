using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary>The odds, which move from poll to poll and drag their links along.</summary>
internal static class OddsJson
{
    public static JsonObject Bookmaker() => new()
    {
        ["id"] = "100",
        ["name"] = "Bookmaker",
        ["priority"] = 1,
        ["displayName"] = "Bookmaker",
        ["logos"] = new JsonArray(
            new JsonObject { ["href"] = "https://a.espncdn.com/i/betting/Bookmaker_Light.svg", ["rel"] = ScoreboardJson.Words("light") },
            new JsonObject { ["href"] = "https://a.espncdn.com/i/betting/Bookmaker_Dark.svg", ["rel"] = ScoreboardJson.Words("dark") }),
    };

    public static JsonObject Of(MatchState match)
    {
        var line = 1.5m + Jitter.Steady(match.Match, 70, 3);
        var json = new JsonObject
        {
            ["overUnder"] = line,
            ["link"] = LinkJson.Full("game", "Game", Bet(match, "game"), isExternal: true),
            ["provider"] = Bookmaker(),
        };
        if (match.Match.League.IsSoccer)
            json["drawOdds"] = new JsonObject { ["moneyLine"] = 150 + Jitter.Second(match, 71, 60), ["link"] = LinkJson.Full("draw", "Draw Bet", Bet(match, "draw"), isExternal: true) };
        json["total"] = Market("Total", "Total", ("over", Lines(match, "over", $"o{line}")), ("under", Lines(match, "under", $"u{line}")));
        json["pointSpread"] = Market("Spread", "Spread", ("home", Lines(match, "home", "-0.5")), ("away", Lines(match, "away", "+0.5")));
        json["moneyline"] = match.Match.League.IsSoccer
            ? Market("Moneyline", "ML", ("home", Lines(match, "home", null)), ("away", Lines(match, "away", null)), ("draw", Lines(match, "draw", null)))
            : Market("Moneyline", "ML", ("home", Lines(match, "home", null)), ("away", Lines(match, "away", null)));
        json["details"] = $"{match.Home.Short} {Price(match, 72)}";
        return json;
    }

    private static JsonObject Market(string name, string shortName, params ReadOnlySpan<(string Side, JsonObject Lines)> sides)
    {
        var json = new JsonObject { ["displayName"] = name, ["shortDisplayName"] = shortName };
        foreach (var (side, lines) in sides)
            json[side] = lines;
        return json;
    }

    private static JsonObject Lines(MatchState match, string side, string? line)
    {
        var what = side.Length + (line?.Length ?? 0) * 8;
        var close = new JsonObject();
        var open = new JsonObject();
        var tags = new JsonObject
        {
            ["league"] = match.Match.League.Slug,
            ["sport"] = match.Match.League.Path,
            ["gameId"] = long.Parse(match.Match.Id, System.Globalization.CultureInfo.InvariantCulture),
            ["betSide"] = side,
            ["betType"] = "straight",
        };
        if (line is not null)
            (open["line"], close["line"], tags["betDetails"]) = (line, line, $"{side}:{line}");
        open["odds"] = $"+{110 + Jitter.Steady(match.Match, what, 90)}";
        close["odds"] = Price(match, what);
        close["link"] = new JsonObject
        {
            ["rel"] = ScoreboardJson.Words(side, "bets"),
            ["href"] = Bet(match, side),
            ["tracking"] = new JsonObject { ["campaign"] = "betting-integrations", ["tags"] = tags },
        };
        return new JsonObject { ["open"] = open, ["close"] = close };
    }

    private static string Price(MatchState match, int what)
    {
        var price = 100 + Jitter.Second(match, what, 120);
        return price % 2 == 0 ? $"+{price}" : $"-{price}";
    }

    private static string Bet(MatchState match, string side) =>
        $"https://bookmaker.example/gateway?s=__s__&wpcid=__wpcid__&wpsrc=413&wpcn=ESPN&wpscn=Widget&wpcrn=BetSlipDeepLink&preurl=https%3A%2F%2Fbookmaker.example%2Fevent%2F{match.Match.Id}%3Foutcomes%3D{side}_{Jitter.Second(match, 73, 1_000_000)}";
}
