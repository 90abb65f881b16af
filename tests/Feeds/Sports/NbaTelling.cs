using System.Globalization;

namespace LiveView.Feeds.Tests.Sports;

/// <summary>One game as three voices tell it: the scoreboard of ESPN, that of the league, and the league's play-by-play.</summary>
internal static class NbaTelling
{
    public const string Topic = "sports:nba.20261120.bos.lal";

    public const string Board = "basketball/nba";

    public const string Plays = "basketball/nba/0022600101/nba.20261120.bos.lal";

    public static readonly DateTimeOffset Start = new(2026, 11, 21, 3, 30, 0, TimeSpan.Zero);

    private static readonly Dictionary<bool, string> Templates = new() { [false] = Template(false), [true] = Template(true) };

    public static byte[] Espn(int home, int away, int second, bool finished = false) => Boards.Bytes(Templates[finished]
        .Replace("\"7001\"", $"\"{home}\"", StringComparison.Ordinal).Replace("\"7002\"", $"\"{away}\"", StringComparison.Ordinal)
        .Replace("7:03", Clock(second), StringComparison.Ordinal));

    private static string Template(bool finished)
    {
        var match = new EspnMatch("401", "40", "2026-11-21T03:30Z", "Los Angeles Lakers", "Boston Celtics").Score(7001, 7002);
        match.Home["team"]!["abbreviation"] = "LAL";
        match.Away["team"]!["abbreviation"] = "BOS";
        match = finished ? match.Status("STATUS_FINAL", "post", 4, "0.0") : match.Status("STATUS_IN_PROGRESS", "in", 1, "7:03");
        return Boards.Json("nba", match);
    }

    public static byte[] League(int home, int away, int second, bool finished = false) => Boards.Bytes(string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
        {"meta":{"code":200},"scoreboard":{"leagueId":"00","games":[{"gameId":"0022600101","gameStatus":{{{(finished ? 3 : 2)}}},"gameStatusText":"{{{(finished ? "Final" : "Q1")}}}",
        "period":{{{(finished ? 4 : 1)}}},"gameClock":"{{{(finished ? "" : Iso(second))}}}","gameTimeUTC":"2026-11-21T03:30:00Z","regulationPeriods":4,
        "homeTeam":{"teamId":1610612747,"teamName":"Lakers","teamCity":"Los Angeles","teamTricode":"LAL","score":{{{home}}},"periods":[]},
        "awayTeam":{"teamId":1610612738,"teamName":"Celtics","teamCity":"Boston","teamTricode":"BOS","score":{{{away}}},"periods":[]}}]}}
        """));

    public static byte[] Actions(IEnumerable<(int Number, bool Home, int Points)> baskets, int second, bool finished = false)
    {
        List<string> rows = [Row(2, second, "period", "start", "", 0, 0)];
        var (home, away, last) = (0, 0, 2);
        foreach (var (number, isHome, points) in baskets)
        {
            (home, away, last) = (home + (isHome ? points : 0), away + (isHome ? 0 : points), number);
            rows.Add(Row(number, second, points switch { 1 => "freethrow", 2 => "2pt", _ => "3pt" }, "shot", isHome ? "LAL" : "BOS", home, away));
        }

        if (finished)
            rows.Add(Row(last + 1, second, "game", "end", "", home, away));
        return Boards.Bytes($$$"""{"game":{"gameId":"0022600101","actions":[{{{string.Join(',', rows)}}}]}}""");
    }

    private static string Row(int number, int second, string kind, string sub, string team, int home, int away) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"actionNumber":{{number}},"orderNumber":{{number * 10}},"actionType":"{{kind}}","subType":"{{sub}}","period":1,"clock":"{{Iso(second)}}","timeActual":"2026-11-21T03:30:00Z",
        "teamTricode":"{{team}}","personId":7,"playerNameI":"A. Body","shotResult":"{{(team.Length > 0 ? "Made" : "")}}","scoreHome":"{{home}}","scoreAway":"{{away}}"}
        """);

    private static string Clock(int second) => string.Create(CultureInfo.InvariantCulture, $"{(720 - second) / 60}:{(720 - second) % 60:00}");

    private static string Iso(int second) => string.Create(CultureInfo.InvariantCulture, $"PT{(720 - second) / 60:00}M{(720 - second) % 60:00}.00S");
}
