using System.Globalization;
using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary>openfootball's season: results when they are final, and nothing before.</summary>
internal static class OpenFootballJson
{
    public static byte[] Season(string season, IEnumerable<MatchState> matches) => ScoreboardJson.Bytes(new JsonObject
    {
        ["name"] = $"English Premier League {season}",
        ["matches"] = new JsonArray([.. matches.Where(match => !match.Home.IsPlaceholder && !match.Away.IsPlaceholder).Select(match => (JsonNode)Of(match))]),
    });

    private static JsonObject Of(MatchState match)
    {
        var said = new JsonObject
        {
            ["round"] = "Matchday 1",
            ["date"] = $"{match.Match.Kickoff.UtcDateTime:yyyy-MM-dd}",
            ["time"] = $"{match.Match.Kickoff.UtcDateTime:HH:mm} UTC",
            ["team1"] = SecondTeams.Club(match.Home),
            ["team2"] = SecondTeams.Club(match.Away),
        };
        if (!match.Status.Facts.Completed)
            return said;
        var tellings = Telling.Of(match).Where(telling => telling.Play.Points > 0).ToList();
        var score = new JsonObject { ["ft"] = Pair(match, tellings, 2), ["ht"] = Pair(match, tellings, 1) };
        if (match.Status.Period > 2)
            score["et"] = Pair(match, tellings, 4);
        if (match.ShootoutScore(Side.Home) is { } home && match.ShootoutScore(Side.Away) is { } away)
            score["p"] = new JsonArray(home, away);
        said["score"] = score;
        said["goals1"] = Goals(tellings, Side.Home);
        said["goals2"] = Goals(tellings, Side.Away);
        return said;
    }

    private static JsonArray Pair(MatchState match, List<Telling> tellings, int until)
    {
        int Of(Side side) => tellings.Where(telling => telling.Play.Side == side && telling.Play.Period <= until).Sum(telling => telling.Play.Points);
        return match.Status.Facts.Completed ? new JsonArray(Of(Side.Home), Of(Side.Away)) : [];
    }

    private static JsonArray Goals(List<Telling> tellings, Side side) => new([.. tellings.Where(telling => telling.Play.Side == side).Select(telling => (JsonNode)new JsonObject
    {
        ["name"] = telling.Play.Athlete?.FullName,
        ["minute"] = SoccerStatus.Display(telling.Play.Period, telling.Seconds).Replace("'", "", StringComparison.Ordinal).ToString(CultureInfo.InvariantCulture),
    })]);
}
