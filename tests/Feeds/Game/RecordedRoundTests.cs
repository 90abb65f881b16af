using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Tests.Game;

/// <summary>Rounds as they were recorded in public, folded by us and by a few lines that know nothing of us.</summary>
public sealed class RecordedRoundTests
{
    [Fact]
    public void A_recorded_round_becomes_every_price_it_had_in_order()
    {
        var names = Directory.GetFiles(Path.Combine(Folder(), "recordings"), "*.jsonl.gz");
        Assert.Equal(14, names.Length);
        Assert.All(names, static name => Fold($"recordings/{Path.GetFileName(name)}"));
    }

    [Fact]
    public void The_recorded_socket_is_read_whole_and_the_seed_it_reveals_keeps_the_promise()
    {
        var rounds = new Rounds();
        var states = 0;
        foreach (var line in Lines("raw/websocket_raw_samples.redacted.jsonl.gz"))
        {
            using var sample = JsonDocument.Parse(line);
            var name = sample.RootElement.GetProperty("event_type").GetString()!;
            var split = rounds.Hear(sample.RootElement.GetProperty("data").GetRawText(), name);
            Assert.Empty(split.Refusals);
            states += split.Raws.Count > 0 ? 1 : 0;
        }

        Assert.Equal(176, states);
        Assert.DoesNotContain(rounds.Results, static result => result is FoldResult.Rejected);
        Assert.Equal(["game:rugs.20251207-88792b42a6b44197", Rounds.Topic], rounds.States.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("\"verdict\":\"kept\"", rounds.Game(), StringComparison.Ordinal);
        Assert.Contains("\"phase\":\"rugged\"", rounds.Game(), StringComparison.Ordinal);
        var ticks = rounds.Logs[Rounds.Topic].Select(static entry => entry.GetProperty("tick").GetInt64()).ToList();
        Assert.Equal([.. Enumerable.Range(129, 138).Select(static tick => (long)tick), 268], ticks);
        Assert.Equal(1, rounds.Logs[Rounds.Topic][^1].GetProperty("lost").GetInt32()); // 267 was never sent, and the last message has no window
        Assert.All(rounds.States.Values.SelectMany(static state => state.Documents.Values), static document =>
            Assert.Equal(CanonicalJson.Of(document), document.ToArray()));
    }

    private static void Fold(string name)
    {
        var rounds = new Rounds();
        List<(long Tick, decimal Price)> expected = [];
        var topic = "";
        foreach (var line in Lines(name))
        {
            if (Parse(line) is not { } tick || tick.GetProperty("type").GetString() != "tick")
                continue;
            topic = $"game:rugs.{tick.GetProperty("game_id").GetString()}";
            rounds.Hear(Message(tick));
            var (at, price) = (tick.GetProperty("tick").GetInt64(), decimal.Parse(tick.GetProperty("price").GetRawText(), CultureInfo.InvariantCulture));
            if (expected.Count == 0 || at > expected[^1].Tick)
                expected.Add((at, price));
        }

        var log = rounds.Logs[topic].Select(static entry =>
            (entry.GetProperty("tick").GetInt64(), decimal.Parse(entry.GetProperty("price").GetString()!, CultureInfo.InvariantCulture)));
        Assert.Equal(expected, log);
        Assert.DoesNotContain(rounds.Results, static result => result is FoldResult.Rejected);
    }

    // What the room said when the line was written, as far as the line has it.
    private static string Message(JsonElement tick) => $$"""
        {"gameId":"{{tick.GetProperty("game_id").GetString()}}","active":{{tick.GetProperty("active").GetRawText()}},"rugged":{{tick.GetProperty("rugged").GetRawText()}},
         "price":{{tick.GetProperty("price").GetRawText()}},"tickCount":{{tick.GetProperty("tick").GetRawText()}},"cooldownTimer":{{tick.GetProperty("cooldown_timer").GetRawText()}}}
        """;

    private static JsonElement? Parse(string line)
    {
        try
        {
            return JsonDocument.Parse(line).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(Folder(), name)), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static string Folder()
    {
        var root = Environment.GetEnvironmentVariable("LIVEVIEW_FIXTURES");
        Assert.SkipUnless(Directory.Exists(root), "LIVEVIEW_FIXTURES names no folder of recorded answers.");
        return Path.Combine(root, "games");
    }
}
