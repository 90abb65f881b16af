using System.Text.Json.Nodes;
using LiveView.Local.Providers;

namespace LiveView.Local.Tests.Providers;

public sealed class TruthTests
{
    [Fact]
    public async Task The_truth_and_the_boards_tell_the_same_scores_and_states_all_evening()
    {
        await using var providers = await Running.StartAsync();
        for (var minute = 0; minute < 45; minute += 5)
        {
            providers.Time.Set(Running.Midway.AddMinutes(minute));
            var truth = Matches(await providers.JsonAsync("truth"));
            var told = 0;
            foreach (var league in Leagues.All)
            {
                foreach (var one in (await providers.JsonAsync(Running.Path(league)))["events"]?.AsArray() ?? [])
                {
                    var real = truth[(string?)one?["id"] ?? ""];
                    Assert.Equal((string?)real["status"]?["name"], (string?)one?["status"]?["type"]?["name"]);
                    Assert.Equal([Score(real, "home"), Score(real, "away")], one?["competitions"]?[0]?["competitors"]?.AsArray().Select(side => Told(side?["score"])) ?? []);
                    told++;
                }
            }

            Assert.Equal(truth.Count, told);
        }
    }

    [Fact]
    public async Task The_true_score_is_the_sum_of_the_events_that_were_not_withdrawn()
    {
        await using var providers = await Running.StartAsync();
        var withdrawn = 0;
        for (var minute = 0; minute < 45; minute += 3)
        {
            providers.Time.Set(Running.Midway.AddMinutes(minute));
            foreach (var match in Matches(await providers.JsonAsync("truth")).Values)
            {
                var events = match["events"]?.AsArray() ?? [];
                withdrawn += events.Count(one => (bool?)one?["withdrawn"] == true);
                foreach (var side in new[] { "home", "away" })
                    Assert.Equal(Score(match, side), events.Where(one => (string?)one?["side"] == side && (bool?)one?["withdrawn"] == false).Sum(one => (int?)one?["points"] ?? 0));
            }
        }

        Assert.True(withdrawn > 0);
    }

    [Fact]
    public async Task A_provider_that_is_started_again_goes_on_with_the_same_evening()
    {
        string before;
        await using (var providers = await Running.StartAsync())
            before = (await providers.JsonAsync("truth")).ToJsonString();
        await using var again = await Running.StartAsync();

        Assert.Equal(before, (await again.JsonAsync("truth")).ToJsonString());
    }

    private static Dictionary<string, JsonNode> Matches(JsonNode truth) =>
        (truth["matches"]?.AsArray() ?? []).OfType<JsonNode>().ToDictionary(match => (string?)match["id"] ?? "", StringComparer.Ordinal);

    private static int Score(JsonNode match, string side) => (int?)match[side]?["score"] ?? -1;

    /// <summary>A score is a string, an object, or null before the match.</summary>
    private static int Told(JsonNode? score) => score switch
    {
        null => 0,
        JsonObject => (int?)(double?)score["value"] ?? -1,
        _ => int.Parse((string?)score ?? "", System.Globalization.CultureInfo.InvariantCulture),
    };
}
