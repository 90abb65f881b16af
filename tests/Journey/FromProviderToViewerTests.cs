using System.Diagnostics;
using System.Text.Json;
using LiveView.Testing;

namespace LiveView.Journey.Tests;

/// <summary>What happens on a pitch is shown on a screen, and the screen can prove it.</summary>
public sealed class FromProviderToViewerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "28")]
    public async Task A_viewer_sees_every_update_once_in_order_and_proves_the_state_by_its_hash()
    {
        await using var local = await RunningLocal.StartAsync(Token);
        var tiers = await local.LiveTiersAsync("score", 3, Token);
        await using var first = Watcher.Start(local.Board, tiers[0]);
        await using var second = Watcher.Start(local.Board, tiers[1]);
        await using var third = Watcher.Start(local.Board, tiers[2]);
        Watcher[] watchers = [first, second, third];
        await Eventually.Until("they have seen twelve updates", () => watchers.Sum(static watcher => watcher.Shown.Count) >= 12, Token, TimeSpan.FromSeconds(90));
        foreach (var watcher in watchers)
        {
            Assert.Empty(watcher.Faults);
            Assert.Equal(Enumerable.Range(0, watcher.Shown.Count).Select(i => watcher.Shown[0] + i), watcher.Shown);
        }
    }

    [Fact]
    [Trait("Requirement", "4")]
    public async Task The_log_of_a_match_reaches_a_viewer_in_order_and_its_chain_of_hashes_holds()
    {
        await using var local = await RunningLocal.StartAsync(Token);
        var tiers = await local.LiveTiersAsync("events", 3, Token);
        await using var watcher = Watcher.Start(local.Board, tiers[0]);
        await using var second = Watcher.Start(local.Board, tiers[1]);
        await using var third = Watcher.Start(local.Board, tiers[2]);
        Watcher[] watchers = [watcher, second, third];
        await Eventually.Until(
            "something happens in a match that is watched", () => watchers.Sum(static one => one.Shown.Count) >= 4, Token, TimeSpan.FromSeconds(120));
        Assert.All(watchers, static one => Assert.Empty(one.Faults));
        Assert.Distinct(watcher.Entries.Select(static entry => JsonDocument.Parse(entry).RootElement.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task The_official_client_alone_follows_a_tier_without_a_gap()
    {
        await using var local = await RunningLocal.StartAsync(Token);
        var tier = await local.MovingTierAsync(Token);
        var start = new ProcessStartInfo("node", ["web/viewer/examples/follow.mjs", local.Board.GetLeftPart(UriPartial.Authority), tier])
        {
            WorkingDirectory = RunningLocal.RepoRoot,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var node = Process.Start(start)!;
        try
        {
            List<string> lines = [];
            while (lines.Count < 6 && await node.StandardOutput.ReadLineAsync(Token) is { } line)
                lines.Add(line);
            Assert.True(lines.Count == 6, $"It stopped: {(node.HasExited ? await node.StandardError.ReadToEndAsync(Token) : "no more output")}");
            Assert.All(lines, static line => Assert.Contains("proven", line, StringComparison.Ordinal));
        }
        finally
        {
            node.Kill(entireProcessTree: true);
        }
    }
}
