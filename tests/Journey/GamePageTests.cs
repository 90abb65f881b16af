using System.Globalization;
using System.Text.Json;
using LiveView.Testing;
using Microsoft.Playwright;

namespace LiveView.Journey.Tests;

/// <summary>What a person sees who opens the page of the games.</summary>
public sealed class GamePageTests
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "175")]
    public async Task A_round_is_watched_replayed_stepped_through_and_followed_live_again_without_a_gap()
    {
        Assert.SkipUnless(File.Exists(Chromium), "Chromium is not installed.");
        await using var local = await RunningGame.StartAsync(games: true, [], Token);
        var topic = await local.RoundAsync("live", Token);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Quiet });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        List<string> errors = [];
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(new Uri(local.Http.BaseAddress!, $"game.html#{topic}").AbsoluteUri);
        await Eventually.Until("the curve is drawn", async () => await PointsAsync(page) > 3, Token, TimeSpan.FromSeconds(60));
        // Replayed from its beginning, as a round that runs or is over.
        await page.GetByTestId("back").ClickAsync();
        await page.GetByTestId("seek").FillAsync("1");
        await page.GetByTestId("speed").SelectOptionAsync("5");
        var began = await TickAsync(page);
        await page.GetByTestId("play").ClickAsync();
        await Eventually.Until("it plays", async () => await TickAsync(page) > began + 5, Token);
        await page.GetByTestId("play").ClickAsync();
        var paused = await TickAsync(page);
        await page.GetByTestId("step").ClickAsync();
        await page.GetByTestId("step").ClickAsync();
        await Eventually.Until("it stepped on", async () => await TickAsync(page) > paused, Token);
        await page.GetByTestId("to-tick").FillAsync("3");
        await page.GetByTestId("to-tick").PressAsync("Enter");
        await Eventually.Until("it jumped", async () => await TickAsync(page) is >= 3 and var at && at < paused, Token); // commits of a fast round hold several ticks
        var picture = Path.Combine(RunningLocal.RepoRoot, "artifacts", "game.png");
        await page.GetByTestId("live").ClickAsync();
        await Eventually.Until("it is live", async () => await page.GetByTestId("record").InnerTextAsync() == "live", Token);
        await page.ScreenshotAsync(new() { Path = picture });
        // To the end of the round: every tick of the committed log is a point of the curve.
        await Eventually.Until(
            "the round is over, its promise looked at, and everything is shown",
            async () => await page.GetByTestId("phase").InnerTextAsync() == "Rugged" && await VerdictAsync(page) == "Kept" && await PointsAsync(page) == await CommittedAsync(local, topic),
            Token,
            TimeSpan.FromSeconds(120));
        Assert.True(new FileInfo(picture).Length > 10_000);
        Assert.Empty(errors);
    }

    private static async Task<int> PointsAsync(IPage page) =>
        int.Parse(await page.Locator(".uplot").First.GetAttributeAsync("data-points") ?? "0", CultureInfo.InvariantCulture);

    private static async Task<int> TickAsync(IPage page) =>
        int.TryParse((await page.GetByTestId("tick").InnerTextAsync()).Replace("tick", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture, out var tick) ? tick : -1;

    private static async Task<string> VerdictAsync(IPage page) =>
        await page.GetByTestId("fairness").CountAsync() > 0 ? (await page.GetByTestId("fairness").InnerTextAsync()).Split('.')[0] : "";

    private static async Task<int> CommittedAsync(RunningGame local, string topic)
    {
        var answer = await local.JsonAsync($"api/tiers/{topic}/ticks", Token);
        return answer.GetProperty("state").GetProperty("data").EnumerateArray().Select(static (JsonElement entry) => entry.GetProperty("tick").GetInt64()).Distinct().Count();
    }
}
