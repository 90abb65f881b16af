using System.Globalization;
using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary>One of the two <c>competitors[]</c>.</summary>
internal static class CompetitorJson
{
    public static JsonObject Of(MatchState match, Side side)
    {
        var league = match.Match.League;
        var team = match.Team(side);
        var json = new JsonObject
        {
            ["id"] = $"{team.Id}",
            ["uid"] = TeamJson.Uid(league, team),
            ["type"] = "team",
            ["order"] = (int)side,
            ["homeAway"] = side == Side.Home ? "home" : "away",
        };
        if (league.IsSoccer || match.Status.Facts.Completed)
            json["winner"] = match.Winner == side;
        if (league.IsSoccer && match.Status.Stage is Stage.FinalAfterPenalties or Stage.FinalAfterExtraTime)
            json["advance"] = match.Winner == side;
        if (league.IsSoccer && !team.IsPlaceholder)
            json["form"] = Form(match.Match, side);
        json["score"] = Score(match, side);
        if (match.ShootoutScore(side) is { } kicks)
            json["shootoutScore"] = kicks;
        if (!league.IsSoccer && match.HasStarted)
            json["linescores"] = Lines(match, side);
        json["team"] = TeamJson.Of(league, team);
        json["statistics"] = StatisticsJson.Of(match, side);
        if (!team.IsPlaceholder && league.Sport != Sport.Football && match.HasStarted)
            json["leaders"] = LeadersJson.OfTeam(match, side);
        if (!league.IsSoccer)
            json["records"] = Records(match.Match, side);
        if (league.Sport == Sport.Baseball && match.HasStarted)
        {
            json["hits"] = match.Score(side) + Jitter.Growing(match, (int)side, 9);
            json["errors"] = Jitter.Growing(match, 10 + (int)side, 3);
        }

        return json;
    }

    /// <summary>Mostly a string; an object or null where the evening wants to try its consumers.</summary>
    private static JsonNode? Score(MatchState match, Side side)
    {
        if (match.Match.Twists.HasFlag(Twists.NullScore) && match.Status.Stage == Stage.Scheduled)
            return null;
        var score = match.Score(side);
        return match.Match.Twists.HasFlag(Twists.ObjectScore)
            ? new JsonObject { ["value"] = score + 0.0m, ["displayValue"] = $"{score}" }
            : $"{score}";
    }

    /// <summary>Points a period. A half inning that has not begun is null; football writes its numbers with a decimal point.</summary>
    private static JsonArray Lines(MatchState match, Side side)
    {
        var lines = new JsonArray();
        for (var period = 1; period <= match.Status.Period; period++)
        {
            var points = match.Score(side, period);
            var bats = period < match.Status.Period || side == Side.Away || !match.IsLive || match.Note is not ("Top" or "Mid");
            lines.Add((JsonNode)new JsonObject
            {
                ["value"] = match.Match.League.Sport == Sport.Hockey ? points : bats || match.Match.League.Sport != Sport.Baseball ? points + 0.0m : null,
                ["displayValue"] = bats ? points.ToString(CultureInfo.InvariantCulture) : "",
                ["period"] = period,
            });
        }

        return lines;
    }

    private static string Form(Match match, Side side) =>
        string.Concat(Enumerable.Range(0, 5).Select(game => "WDL"[Jitter.Steady(match, 20 + game + 5 * (int)side, 3)]));

    private static JsonArray Records(Match match, Side side)
    {
        var (won, lost) = (Jitter.Steady(match, 30 + (int)side, 12), Jitter.Steady(match, 32 + (int)side, 12));
        return
        [
            Record("All Splits", "total", $"{won + 3}-{lost + 2}"),
            Record("Home", "home", $"{won}-{lost}"),
            Record("Road", "road", "3-2"),
        ];
    }

    private static JsonObject Record(string name, string type, string summary) => new() { ["name"] = name, ["abbreviation"] = "Game", ["type"] = type, ["summary"] = summary };
}
