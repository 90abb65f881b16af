using LiveView.Testing;

namespace LiveView.Journey.Tests;

/// <summary>The handler dies in the middle of an evening. The viewers do not notice.</summary>
public sealed class KilledHandlerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_handler_killed_twice_loses_nothing_and_shows_nothing_twice()
    {
        await using var local = await RunningLocal.StartAsync(Token);
        List<Watcher> watchers = [];
        try
        {
            foreach (var tier in await local.LiveTiersAsync("score", 3, Token))
                watchers.Add(Watcher.Start(local.Board, tier));
            foreach (var tier in await local.LiveTiersAsync("events", 2, Token))
                watchers.Add(Watcher.Start(local.Board, tier));
            await MoveOnAsync(watchers, 8);
            await local.KillHandlerAsync(Token);
            await MoveOnAsync(watchers, 8);
            await local.KillHandlerAsync(Token);
            await MoveOnAsync(watchers, 8);
            foreach (var watcher in watchers)
            {
                Assert.Empty(watcher.Faults);
                Assert.Equal(Enumerable.Range(0, watcher.Shown.Count).Select(i => watcher.Shown[0] + i), watcher.Shown);
                await Eventually.Until("it shows what the server has", () => watcher.AgreesAsync(local.Http, Token), Token);
            }
        }
        finally
        {
            foreach (var watcher in watchers)
                await watcher.DisposeAsync();
        }
    }

    // Any of them: a match may pause or end while it is watched.
    private static Task MoveOnAsync(List<Watcher> watchers, int updates)
    {
        var goal = watchers.Sum(static watcher => watcher.Shown.Count) + updates;
        return Eventually.Until(
            "viewers see more updates", () => watchers.Sum(static watcher => watcher.Shown.Count) >= goal, Token, TimeSpan.FromSeconds(120));
    }
}
