using LiveView.Testing;
using Microsoft.Playwright;

namespace LiveView.Journey.Tests;

/// <summary>What a person sees who opens the page of the stations.</summary>
public sealed class TvPageTests
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "123")]
    public async Task A_station_plays_says_what_is_on_and_next_and_can_be_skipped()
    {
        Assert.SkipUnless(File.Exists(Chromium), "Chromium is not installed.");
        await using var station = await RunningStation.StartAsync(Token);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Quiet });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1000, Height = 1100 } });
        List<string> errors = [];
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(new Uri(station.Http.BaseAddress!, "tv.html").AbsoluteUri);
        await Eventually.Until("the picture moves", async () => await SecondsAsync(page) > 1, Token, TimeSpan.FromSeconds(60));
        var before = await SecondsAsync(page);
        await Eventually.Until("it goes on over a join of two items", async () => await SecondsAsync(page) > before + 10, Token, TimeSpan.FromSeconds(60));
        Assert.Equal(3, await page.GetByTestId("next").Locator("li").CountAsync());
        Assert.NotEqual("", await page.GetByTestId("title").InnerTextAsync());
        await page.GetByTestId("skip").ClickAsync();
        await Eventually.Until("it says that it was skipped, or why not", async () => await page.GetByTestId("events").GetByText("(command)").Or(page.GetByTestId("events").GetByText("refused")).CountAsync() > 0, Token, TimeSpan.FromSeconds(30));
        var picture = Path.Combine(RunningLocal.RepoRoot, "artifacts", "tv.png");
        await page.ScreenshotAsync(new() { Path = picture });
        Assert.True(new FileInfo(picture).Length > 10_000);
        Assert.Empty(errors);
    }

    private static Task<double> SecondsAsync(IPage page) =>
        page.EvaluateAsync<double>("() => document.querySelector('[data-testid=picture]')?.currentTime ?? 0");
}
