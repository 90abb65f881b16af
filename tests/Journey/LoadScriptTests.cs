using System.Diagnostics;
using System.Text.RegularExpressions;

namespace LiveView.Journey.Tests;

/// <summary>The script for k6 does what it says, tried on the whole of Live View; k6 itself is not needed (tests/Load/k6-on-node.mjs).</summary>
public sealed partial class LoadScriptTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "29")]
    public async Task Twenty_viewers_of_the_load_script_connect_hear_updates_and_read_the_state()
    {
        (string, string)[] wide = [("Limits__ConnectionsPerAddress", "0"), ("Limits__AttemptBurst", "0"), ("Limits__RequestsPerSecond", "0")];
        await using var game = await RunningGame.StartAsync(games: true, wide, Token);
        await game.RoundAsync("live", Token);
        var start = new ProcessStartInfo("node", ["k6-on-node.mjs", "live.k6.js", $"SERVER={game.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)}", "FEED=game", "VUS=20", "DURATION=4s", "STAY=2"])
        {
            WorkingDirectory = Path.Combine(RunningLocal.RepoRoot, "tests", "Load"),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        var (told, wrong) = (await output, await errors);
        Assert.True(process.ExitCode == 0, told + wrong);
        var counts = Line.Matches(told).ToDictionary(static match => match.Groups["name"].Value, static match => int.Parse(match.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);
        Assert.True(counts["checks"] >= 60, told); // three of each of twenty
        Assert.True(counts["updates_heard"] > 0, told);
        Assert.Equal(counts["updates_heard"], counts["update_age"]);
    }

    [GeneratedRegex(@"^(?<name>\w+) (?<count>\d+) values", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Line { get; }
}
