using LiveView.Testing;
using Microsoft.Playwright;

namespace LiveView.Journey.Tests;

/// <summary>What a person sees who opens the board.</summary>
public sealed class BoardTests
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_board_lists_live_matches_and_their_clocks_move()
    {
        Assert.SkipUnless(File.Exists(Chromium), "Chromium is not installed.");
        await using var local = await RunningLocal.StartAsync(Token);
        await local.LiveTiersAsync("score", 3, Token);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Quiet });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        List<string> errors = [];
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(local.Board.AbsoluteUri);
        await page.GetByTestId("match").First.WaitForAsync(new() { Timeout = 60_000 });
        var before = await ClocksAsync(page);
        await Eventually.Until("a clock or a score moves", async () => await ClocksAsync(page) != before, Token, TimeSpan.FromSeconds(60));
        await page.GetByTestId("match").First.ClickAsync();
        await page.GetByTestId("event").First.WaitForAsync(new() { Timeout = 30_000 });
        Assert.NotEqual("", await page.GetByTestId("connection").First.InnerTextAsync());
        var picture = Path.Combine(RunningLocal.RepoRoot, "artifacts", "board.png");
        await page.ScreenshotAsync(new() { Path = picture });
        Assert.True(new FileInfo(picture).Length > 10_000);
        Assert.Empty(errors);
    }

    private static async Task<string> ClocksAsync(IPage page) =>
        string.Join('|', await page.GetByTestId("clock").AllInnerTextsAsync()) + string.Join('|', await page.GetByTestId("score-home").AllInnerTextsAsync());
}
