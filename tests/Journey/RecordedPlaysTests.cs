using System.Text.Json;
using LiveView.Testing;

namespace LiveView.Journey.Tests;

/// <summary>A game of the NBA, one of the NHL and one of MLB as they were recorded, play by play, from the provider's file to who reads along.</summary>
public sealed class RecordedPlaysTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "19")]
    public async Task Who_reads_along_reads_every_play_once_and_in_order_and_the_final_score_is_right()
    {
        RecordedGame[] games = [RecordedGame.Basketball(), RecordedGame.Hockey(), RecordedGame.Baseball()];
        await using var provider = await Turner.StartAsync(games, Token);
        await using var local = await RunningLocal.StartAsync(Token, null, [("Providers__Espn__Targets", ""), ("Interest__OwedFeeds", "sports"), .. games.SelectMany(game => Settings(game, provider))]);
        List<Watcher> logs = [.. games.Select(game => Watcher.Start(local.Board, $"{game.Topic}/events"))];
        List<Watcher> scores = [.. games.Select(game => Watcher.Start(local.Board, $"{game.Topic}/score"))];
        try
        {
            for (var page = 0; page < games[0].Pages.Count; page++)
            {
                if (page > 0)
                    provider.Turn();
                await FoldedAsync(local, provider, games);
            }

            foreach (var (game, i) in games.Select(static (game, i) => (game, i)))
            {
                await Eventually.Until($"all of {game.Topic} is told: {game.Told.Count}", () => Told(logs[i]).Count >= game.Told.Count, Token, TimeSpan.FromSeconds(30));
                Assert.Equal(game.Told, Told(logs[i]));
                await Eventually.Until($"{game.Topic} is over", () => Member(scores[i].Document, "status", "phase") == "finished", Token, TimeSpan.FromSeconds(30));
            }

            Assert.Equal(["99-125", "2-3", "0-2"], scores.Select(static score => $"{Member(score.Document, "away", "score")}-{Member(score.Document, "home", "score")}"));
            Assert.All(logs.Concat(scores), static watcher => Assert.Empty(watcher.Faults));
            Assert.Equal(0, await local.CountAsync("liveview_fold_rejected", Token));
        }
        finally
        {
            foreach (var watcher in logs.Concat(scores))
                await watcher.DisposeAsync();
        }
    }

    private static IEnumerable<(string Name, string Value)> Settings(RecordedGame game, Turner provider) =>
    [
        ($"Providers__{game.Provider}__BaseAddress", provider.Address.AbsoluteUri),
        ($"Providers__{game.Provider}__Targets", game.Target),
        ($"Providers__{game.Provider}__ShortestSeconds", "0"),
        ($"Providers__{game.Provider}__LongestSeconds", "1"),
        ($"Providers__{game.Provider}__CallsPerMinute", "10000"),
    ];

    // The second answer from now was begun after the page was turned; then every Raw must have been folded.
    private static async Task FoldedAsync(RunningLocal local, Turner provider, RecordedGame[] games)
    {
        var before = games.Select(provider.Asked).ToArray();
        await Eventually.Until(
            "every game is polled and folded",
            async () => games.Select(provider.Asked).Zip(before).All(static asked => asked.First >= asked.Second + 2)
                && await local.CountAsync("liveview_raws", Token) == await local.CountAsync("liveview_fold_deliveries", Token),
            Token,
            TimeSpan.FromSeconds(60));
    }

    private static List<string> Told(Watcher log) =>
    [
        .. from entry in log.Entries
           let type = Member(entry, "type")
           where type is "points" or "goal" or "at-bat"
           let standing = $"{Member(entry, "away")}-{Member(entry, "home")}"
           select type switch { "points" => $"{standing} {Member(entry, "text")}", "goal" => standing, _ => Member(entry, "text") },
    ];

    private static string Member(string json, params string[] path)
    {
        if (json.Length == 0)
            return "";
        var value = JsonDocument.Parse(json).RootElement;
        foreach (var name in path)
        {
            if (!value.TryGetProperty(name, out value))
                return "";
        }

        return value.ToString();
    }
}
