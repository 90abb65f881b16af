using System.Globalization;

namespace LiveView.Local.Providers;

/// <summary>
/// The other providers, each below a folder of its own: the leagues themselves and two that volunteers keep. They tell of the same matches as
/// the scoreboard does, each in its own words and some seconds later.
/// </summary>
internal sealed class SecondEndpoints(ProviderOptions options, Season season, FaultBoard faults, CancellationToken stopping)
{
    private readonly FaultAnswer _struck = new(options, faults);

    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "nba", "/nba/static/json/liveData/scoreboard/todaysScoreboard_00.json", Leagues.Basketball, static (_, matches) => NbaJson.Board(matches));
        Map(routes, "nba", "/nba/static/json/liveData/playbyplay/{file}", Leagues.Basketball, static (http, matches) =>
            Game(matches, Value(http, "file").Replace("playbyplay_", "", StringComparison.Ordinal).Replace(".json", "", StringComparison.Ordinal)) is { } game ? NbaJson.Plays(game) : null);
        Map(routes, "nhl", "/nhl/v1/score/{date}", Leagues.Hockey, static (http, matches) => IsDate(Value(http, "date")) ? NhlJson.Board(matches) : null);
        Map(routes, "nhl", "/nhl/v1/gamecenter/{game}/play-by-play", Leagues.Hockey, static (http, matches) =>
            Game(matches, Value(http, "game")) is { } game ? NhlJson.Plays(game) : null);
        Map(routes, "mlb", "/mlb/api/v1/schedule", Leagues.Baseball, static (http, matches) =>
            IsDate(http.Request.Query["date"].ToString()) && http.Request.Query["sportId"] == "1" ? MlbJson.Schedule(matches) : null);
        Map(routes, "mlb", "/mlb/api/v1.1/game/{game}/feed/live", Leagues.Baseball, static (http, matches) =>
            Game(matches, Value(http, "game")) is { } game ? MlbJson.Live(game) : null);
        Map(routes, "openligadb", "/openligadb/getmatchdata/eng1", Leagues.Soccer, static (_, matches) => OpenLigaJson.Round(matches));
        Map(routes, "openfootball", "/openfootball/football.json/master/{season}/en.1.json", Leagues.Soccer, static (http, matches) =>
            OpenFootballJson.Season(Value(http, "season"), matches));
    }

    private void Map(IEndpointRouteBuilder routes, string provider, string path, League league, Func<HttpContext, IReadOnlyList<MatchState>, byte[]?> write) =>
        routes.MapGet(path, async http =>
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
            try
            {
                var matches = season.BoardAt(options.Time.GetUtcNow() - Lag(provider)).Where(match => match.Match.League == league).ToList();
                if (write(http, matches) is not { } body)
                    await Answer.TextAsync(http, 404, "text/plain", "Not Found", both.Token);
                else if (faults.Next(league.Slug, provider) is { } fault)
                    await _struck.SendAsync(http, fault, $"{provider}/{http.Request.Path}", body, static () => "{}"u8.ToArray(), both.Token);
                else
                    await Answer.JsonAsync(http, body, both.Token);
            }
            catch (OperationCanceledException) when (both.IsCancellationRequested)
            {
                http.Abort(); // the client has left or the server stops: nobody waits for an answer any more
            }
        });

    /// <summary>How far a provider is behind the scoreboard.</summary>
    private TimeSpan Lag(string provider) => provider switch
    {
        "nba" => options.Lag,
        "nhl" or "mlb" => 1.5 * options.Lag,
        "openligadb" => 5 * options.Lag,
        _ => 15 * options.Lag,
    };

    private static MatchState? Game(IEnumerable<MatchState> matches, string id) => matches.FirstOrDefault(match => match.Match.Id == id);

    private static string Value(HttpContext http, string name) => Convert.ToString(http.Request.RouteValues[name], CultureInfo.InvariantCulture) ?? "";

    private static bool IsDate(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
