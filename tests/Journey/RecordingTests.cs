using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LiveView.Testing;

namespace LiveView.Journey.Tests;

/// <summary>Recordings from outside: pages that stay, files that come and go, and the player that viewers have.</summary>
public sealed class RecordingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "174")]
    public async Task A_round_is_recorded_by_itself_in_pages_that_never_change_and_its_file_is_the_same_recording()
    {
        await using var local = await RunningGame.StartAsync(games: true, [], Token);
        var topic = await local.RoundAsync("finished", Token);
        var recording = $"api/recordings/{topic}";
        JsonElement summary = default;
        await Eventually.Until("its end is recorded", async () =>
        {
            summary = await local.JsonAsync(recording, Token);
            var head = await local.JsonAsync($"api/topics/{topic}", Token);
            return head.GetProperty("tiers").EnumerateArray().All(tier =>
                tier.GetProperty("offset").GetInt64() == summary.GetProperty("tiers").GetProperty(tier.GetProperty("tier").GetString()!.Split('/')[1]).GetProperty("offset").GetInt64());
        }, Token, TimeSpan.FromSeconds(90));
        var to = summary.GetProperty("to").GetInt64();
        var last = Math.Min(to, 1_000);
        using var page = await local.Http.GetAsync(new Uri($"{recording}?from=1&to={last}", UriKind.Relative), Token);
        Assert.Equal("public, max-age=31536000, immutable", string.Join(", ", page.Headers.GetValues("Cache-Control")));
        Assert.Equal(await page.Content.ReadAsStringAsync(Token), await local.Http.GetStringAsync(new Uri($"{recording}?from=1&to={last}", UriKind.Relative), Token));
        foreach (var (query, status) in new[] { ("?from=1", 422), ("?from=5&to=4", 422), ("?from=1&to=1001", 422), ($"?from={to}&to={to + 1}", 404) })
        {
            using var refused = await local.Http.GetAsync(new Uri(recording + query, UriKind.Relative), Token);
            Assert.Equal(status, (int)refused.StatusCode);
        }

        // What was committed is what is replayed: the kept log, and the log of the recording.
        var kept = (await local.JsonAsync($"api/tiers/{topic}/ticks", Token)).GetProperty("state").GetProperty("data").EnumerateArray().Select(static entry => entry.GetRawText());
        Assert.Equal(kept, await ReplayAsync(local, topic));
        var file = await local.Http.GetStringAsync(new Uri($"{recording}/export", UriKind.Relative), Token);
        Assert.Equal(to + 1, file.Count(static c => c == '\n'));
        using var again = await local.PostAsync("api/recordings", file, Token, "application/jsonl");
        var imported = await again.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal((HttpStatusCode.OK, to, 0L), (again.StatusCode, imported.GetProperty("records").GetInt64(), imported.GetProperty("added").GetInt64()));
        var tick = await local.JsonAsync($"{recording}?tier=ticks&epoch={summary.GetProperty("tiers").GetProperty("ticks").GetProperty("epoch").GetString()}&from=1&to=2", Token);
        Assert.Equal(2, tick.GetProperty("records").GetArrayLength());
        var raws = await local.Http.GetStringAsync(new Uri($"{recording}/export?part=raws", UriKind.Relative), Token);
        Assert.Contains("\"raw\":{\"topic\":", raws, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "175")]
    public async Task Every_recorded_public_round_is_replayed_tick_by_tick_with_its_prices_and_in_its_order()
    {
        var root = Environment.GetEnvironmentVariable("LIVEVIEW_FIXTURES");
        Assert.SkipUnless(Directory.Exists(root), "LIVEVIEW_FIXTURES does not name the folder of recorded payloads.");
        await using var local = await RunningGame.StartAsync(games: false, [], Token);
        var (files, ticks) = (0, 0);
        foreach (var path in Directory.GetFiles(Path.Combine(root, "games", "recordings"), "*.jsonl.gz"))
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
            var file = await reader.ReadToEndAsync(Token);
            using var answer = await local.PostAsync("api/recordings", file, Token, "application/jsonl");
            var imported = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
            var replayed = (await ReplayAsync(local, imported.GetProperty("topic").GetString()!)).Select(static entry =>
            {
                using var json = JsonDocument.Parse(entry);
                return (json.RootElement.GetProperty("tick").GetInt64(), decimal.Parse(json.RootElement.GetProperty("price").GetString()!, CultureInfo.InvariantCulture));
            }).ToList();
            Assert.Equal(Sound(file), replayed);
            (files, ticks) = (files + 1, ticks + replayed.Count);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{files} files, {ticks} ticks replayed");
        Assert.Equal((14, 4414), (files, ticks));
    }

    private static List<(long, decimal)> Sound(string file)
    {
        List<(long, decimal)> ticks = [];
        foreach (var line in file.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                if (json.RootElement.GetProperty("type").GetString() == "tick")
                    ticks.Add((json.RootElement.GetProperty("tick").GetInt64(), decimal.Parse(json.RootElement.GetProperty("price").GetRawText(), CultureInfo.InvariantCulture)));
            }
            catch (JsonException)
            {
                continue; // the importer tells it
            }
        }

        return ticks;
    }

    // The library's own player, step by step, in a process of its own: its output is what it showed.
    private static async Task<IReadOnlyList<string>> ReplayAsync(RunningGame local, string topic)
    {
        var script = Path.Combine(RunningLocal.RepoRoot, "web", "viewer", "examples", "replay.mjs");
        using var node = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList = { script, local.Http.BaseAddress!.AbsoluteUri.TrimEnd('/'), topic },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!; // it starts or throws
        var (shown, faults) = (node.StandardOutput.ReadToEndAsync(Token), node.StandardError.ReadToEndAsync(Token));
        await node.WaitForExitAsync(Token);
        Assert.Equal("", await faults);
        Assert.Equal(0, node.ExitCode);
        return (await shown).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
