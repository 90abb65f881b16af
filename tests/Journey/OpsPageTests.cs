using System.Globalization;
using LiveView.Local.Display;
using LiveView.Testing;
using Microsoft.Playwright;

namespace LiveView.Journey.Tests;

/// <summary>What a person sees who looks how everything does: in the terminal, and on the page.</summary>
public sealed class OpsPageTests
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_and_the_status_line_tell_of_an_evening_while_it_goes_on()
    {
        Assert.SkipUnless(File.Exists(Chromium), "Chromium is not installed.");
        await using var local = await RunningLocal.StartAsync(Token, null, ("SweepCron", "* * * * * *"));
        using var status = new StatusBoard(local.Azure, TextWriter.Null, TimeProvider.System);
        var first = await status.ReadAsync(Token);
        var tiers = await local.LiveTiersAsync("score", 2, Token);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Quiet });
        List<string> errors = [];
        var board = await browser.NewPageAsync(); // somebody who watches
        await board.GotoAsync(local.Board.AbsoluteUri);
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 1000 } });
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(new Uri(local.Board, "ops/").AbsoluteUri);
        await Eventually.Until(
            $"the page tells of what moves ({tiers.Count} live)",
            async () => await NumberAsync(page, "topics") > 0 && await NumberAsync(page, "viewers") > 0 && await NumberAsync(page, "raws") > 0 && await NumberAsync(page, "updates") > 0,
            Token,
            TimeSpan.FromSeconds(90));
        await Eventually.Until("the charts have points", async () => await PointsAsync(page) >= 5, Token, TimeSpan.FromSeconds(60));
        Assert.Equal("Ready", await page.GetByTestId("connection").InnerTextAsync());
        Assert.Equal(4, await page.Locator(".uplot").CountAsync());
        Assert.Contains("answers in", await page.Locator("#parts").InnerTextAsync(), StringComparison.Ordinal);
        var line = (await status.ReadAsync(Token)).Line(first);
        Assert.Matches(@"[1-9]\d* topics watched, [1-9]\d* viewers \| Raws \d+\.\d/s, updates \d+\.\d/s, messages \d+\.\d/s \| lag \d+ Raws, \d+\.\d s, age \d+\.\d\d s \| errors \d+", line);
        TestContext.Current.SendDiagnosticMessage(line);
        var picture = Path.Combine(RunningLocal.RepoRoot, "artifacts", "ops.png");
        await page.ScreenshotAsync(new() { Path = picture });
        Assert.True(new FileInfo(picture).Length > 10_000);
        Assert.Empty(errors);
    }

    private static async Task<double> NumberAsync(IPage page, string tile) =>
        double.TryParse(await page.GetByTestId(tile).InnerTextAsync(), CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static async Task<int> PointsAsync(IPage page) =>
        int.Parse(await page.Locator(".uplot").First.GetAttributeAsync("data-points") ?? "0", CultureInfo.InvariantCulture);
}
