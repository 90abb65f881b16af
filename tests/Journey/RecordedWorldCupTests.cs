using System.Net.Http.Json;
using System.Text.Json;
using LiveView.Local.Providers;
using LiveView.Testing;

namespace LiveView.Journey.Tests;

/// <summary>The knock-out rounds of the World Cup as they were recorded, through the whole journey.</summary>
public sealed class RecordedWorldCupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_recorded_match_ends_right_and_an_update_is_made_only_where_the_match_moved()
    {
        var fixtures = Environment.GetEnvironmentVariable("LIVEVIEW_FIXTURES");
        Assert.SkipUnless(Directory.Exists(fixtures), "LIVEVIEW_FIXTURES does not name the folder of recorded payloads.");
        var boards = Path.Combine(fixtures, "sports", "espn", "world_cup_sequence");
        var recording = Recording.Open("fifa.world", boards);
        await using var local = await RunningLocal.StartAsync(
            Token, recording, ("Providers__Espn__Targets", "soccer/fifa.world"), ("Providers__Espn__LongestSeconds", "1"),
            ("Interest__OwedFeeds", "sports")); // nobody watches: a recording is owed whoever looks
        var observations = 0;
        var more = true;
        while (more)
        {
            using var board = JsonDocument.Parse(recording.Current);
            observations += board.RootElement.GetProperty("events").GetArrayLength();
            await FoldedAsync(local);
            more = recording.Step();
        }

        using var last = JsonDocument.Parse(recording.Current);
        var expected = last.RootElement.GetProperty("events").EnumerateArray().Select(Result).Order(StringComparer.Ordinal);
        Assert.Equal(expected, (await ResultsAsync(local)).Order(StringComparer.Ordinal));

        var updates = await local.CountAsync("liveview_updates", Token, "tier=\"score\"");
        Assert.InRange((double)updates / observations, 0.03, 0.10);
        Assert.Equal(0, await local.CountAsync("liveview_fold_rejected", Token));
    }

    // The board is asked for once a second: two answers begun after the step have seen it, and then every Raw must have been folded.
    private static async Task FoldedAsync(RunningLocal local)
    {
        var before = await local.CountAsync("liveview_polls", Token, "outcome=\"answered\"");
        await Eventually.Until(
            "the board is polled and folded",
            async () => await local.CountAsync("liveview_polls", Token, "outcome=\"answered\"") >= before + 2
                && await local.CountAsync("liveview_raws", Token) == await local.CountAsync("liveview_fold_deliveries", Token),
            Token);
    }

    // A match that left its topic (a placeholder was filled in) says so and is not a result.
    private static async Task<List<string>> ResultsAsync(RunningLocal local)
    {
        List<string> results = [];
        var list = await local.Http.GetFromJsonAsync<JsonElement>("api/topics?feed=sports&recent=1000", Token);
        foreach (var topic in list.GetProperty("topics").EnumerateArray())
        {
            var answer = await local.Http.GetFromJsonAsync<JsonElement>($"api/tiers/{topic.GetProperty("topic").GetString()}/score", Token);
            var score = answer.GetProperty("state").GetProperty("data");
            if (!score.TryGetProperty("moved", out _))
                results.Add($"{Side(score, "home")} {Side(score, "away")} {topic.GetProperty("phase").GetString()}");
        }

        return results;
    }

    private static string Side(JsonElement score, string side)
    {
        var team = score.GetProperty(side);
        return $"{team.GetProperty("name").GetString()} {(team.TryGetProperty("score", out var goals) ? goals.GetRawText() : "-")}";
    }

    private static string Result(JsonElement match)
    {
        var competition = match.GetProperty("competitions")[0];
        var state = match.GetProperty("status").GetProperty("type").GetProperty("state").GetString();
        var sides = competition.GetProperty("competitors").EnumerateArray().ToDictionary(
            static side => side.GetProperty("homeAway").GetString()!,
            side => $"{side.GetProperty("team").GetProperty("displayName").GetString()} {(state == "pre" ? "-" : side.GetProperty("score").GetString())}");
        return $"{sides["home"]} {sides["away"]} {state switch { "pre" => "scheduled", "in" => "live", _ => "finished" }}";
    }
}
