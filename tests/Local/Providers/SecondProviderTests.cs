using System.Text.Json.Nodes;

namespace LiveView.Local.Tests.Providers;

/// <summary>The other providers tell of the same evening: in their own words, and some seconds later.</summary>
public sealed class SecondProviderTests
{
    private static readonly string[] Live = ["41", "43", "44"];

    [Fact]
    public async Task The_leagues_own_boards_say_what_is_true()
    {
        await using var running = await Running.StartAsync(static options => options.Lag = TimeSpan.Zero);
        for (var minutes = 0; minutes < 60; minutes += 7)
        {
            running.Time.Set(Running.Midway.AddMinutes(minutes));
            var truth = await TruthAsync(running);
            Same(truth, (await running.JsonAsync("nba/static/json/liveData/scoreboard/todaysScoreboard_00.json"))["scoreboard"]!["games"]!.AsArray(), static game => ((string)game["gameId"]!, (int)game["homeTeam"]!["score"]!, (int)game["awayTeam"]!["score"]!));
            Same(truth, (await running.JsonAsync("nhl/v1/score/2026-11-21"))["games"]!.AsArray(), static game => ($"{game["id"]}", (int?)game["homeTeam"]!["score"] ?? 0, (int?)game["awayTeam"]!["score"] ?? 0));
            Same(truth, (await running.JsonAsync("mlb/api/v1/schedule?sportId=1&hydrate=team,linescore&date=2026-11-21"))["dates"]![0]!["games"]!.AsArray(), static game => ($"{game["gamePk"]}", (int?)game["teams"]!["home"]!["score"] ?? 0, (int?)game["teams"]!["away"]!["score"] ?? 0));
        }
    }

    [Fact]
    public async Task A_play_by_play_adds_up_to_the_score()
    {
        await using var running = await Running.StartAsync(static options => options.Lag = TimeSpan.Zero);
        var truth = await TruthAsync(running);
        foreach (var (id, (home, away)) in truth.Where(static match => Live.Any(sport => match.Key.StartsWith(sport, StringComparison.Ordinal)) && match.Value != (0, 0)))
        {
            var (told, other) = id[1] switch
            {
                '1' => Last((await running.JsonAsync($"nba/static/json/liveData/playbyplay/playbyplay_{id}.json"))["game"]!["actions"]!.AsArray(), static action => (int.Parse((string)action["scoreHome"]!, null), int.Parse((string)action["scoreAway"]!, null))),
                '4' => ((int)(await running.JsonAsync($"nhl/v1/gamecenter/{id}/play-by-play"))["homeTeam"]!["score"]!, away),
                _ => Last((await running.JsonAsync($"mlb/api/v1.1/game/{id}/feed/live"))["liveData"]!["plays"]!["allPlays"]!.AsArray(), static play => ((int)play["result"]!["homeScore"]!, (int)play["result"]!["awayScore"]!)),
            };
            Assert.Equal((home, away), (told, other));
        }
    }

    [Fact]
    public async Task Volunteers_tell_goals_and_results_and_no_clock()
    {
        await using var running = await Running.StartAsync(static options => options.Lag = TimeSpan.Zero);
        var truth = await TruthAsync(running);
        var round = (await running.JsonAsync("openligadb/getmatchdata/eng1")).AsArray();
        Assert.NotEmpty(round);
        foreach (var match in round)
        {
            var goals = match!["goals"]!.AsArray();
            var last = goals.Count == 0 ? (0, 0) : ((int)goals[^1]!["scoreTeam1"]!, (int)goals[^1]!["scoreTeam2"]!);
            Assert.Equal(truth[$"{match["matchID"]}"], last);
        }

        var results = 0;
        for (var minutes = 0; minutes < 40; minutes += 4) // results are entered when a match is over
        {
            running.Time.Set(Running.Midway.AddMinutes(minutes));
            var season = await running.JsonAsync("openfootball/football.json/master/2026-27/en.1.json");
            Assert.Contains("Premier League", (string)season["name"]!, StringComparison.Ordinal);
            results += season["matches"]!.AsArray().Count(static match => match!["score"] is not null);
        }

        Assert.True(results > 0);
    }

    [Fact]
    public async Task A_second_provider_is_behind_the_first_and_a_fault_may_strike_only_one()
    {
        await using var running = await Running.StartAsync(static options => options.Lag = TimeSpan.FromMinutes(5));
        var before = await running.Client.GetStringAsync("nba/static/json/liveData/scoreboard/todaysScoreboard_00.json", TestContext.Current.CancellationToken);
        running.Time.Set(Running.Midway.AddMinutes(5));
        var after = await running.Client.GetStringAsync("nba/static/json/liveData/scoreboard/todaysScoreboard_00.json", TestContext.Current.CancellationToken);
        Assert.NotEqual(before, after);

        await running.OrderAsync("""{"kind":"Html","provider":"nba"}""");
        Assert.StartsWith("<!DOCTYPE", await running.Client.GetStringAsync("nba/static/json/liveData/scoreboard/todaysScoreboard_00.json", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.StartsWith("{", await running.Client.GetStringAsync(Running.Nba, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, (int Home, int Away)>> TruthAsync(Running running) =>
        (await running.JsonAsync("truth"))["matches"]!.AsArray().ToDictionary(
            static match => (string)match!["id"]!, static match => ((int)match!["home"]!["score"]!, (int)match["away"]!["score"]!));

    private static void Same(Dictionary<string, (int Home, int Away)> truth, JsonArray games, Func<JsonNode, (string Id, int Home, int Away)> read)
    {
        Assert.NotEmpty(games);
        foreach (var game in games)
        {
            var (id, home, away) = read(game!);
            Assert.Equal(truth[id], (home, away));
        }
    }

    private static (int Home, int Away) Last(JsonArray rows, Func<JsonNode, (int, int)> read) => read(rows[^1]!);
}
