using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LiveView.Core.Topics;
using LiveView.Handler.Record;

namespace LiveView.Handler.Tests.Record;

/// <summary>Files that become recordings, on a real Azurite.</summary>
public sealed class ImportTests(RecordWorld world) : IClassFixture<RecordWorld>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RecordingImport Import => new(world.Blobs, new RecordWorld.Settings(new()), TimeProvider.System, new Chance(), world.Metrics);

    [Fact]
    [Trait("Requirement", "174")]
    public async Task A_public_file_becomes_a_recording_line_by_line_and_its_damaged_lines_are_told()
    {
        var file = """
            {"type": "game_start", "timestamp": "2025-10-29T18:36:08.375715", "game_id": "20251029-00000000000000aa"}
            {"type": "tick", "timestamp": "2025-10-29T18:36:08.376110", "game_id": "20251029-00000000000000aa", "tick": 60, "price": 0.6451716328328309, "phase": "ACTIVE_GAMEPLAY", "active": true, "rugged": false, "cooldown_timer": 0, "trade_count": 156}
            {"type": "tick", "timestamp": "2025-10-29T18:36:08.376110", "trade_count": 0{"{"type": "tick",
            # a note

            {"type": "tick", "timestamp": "2025-10-29T18:36:08.389096", "game_id": "20251029-00000000000000aa", "tick": 59, "price": 1.0, "phase": "ACTIVE_GAMEPLAY", "active": true, "rugged": false, "cooldown_timer": 0, "trade_count": 0}
            {"type": "tick", "timestamp": "2025-10-29T18:36:08.489096", "game_id": "20251030-0000000000000000", "tick": 61, "price": 1.0}
            """;
        var imported = await Import.RunAsync(Encoding.UTF8.GetBytes(file), Token);
        Assert.Equal("game:rugs.20251029-00000000000000aa", imported.Topic);
        Assert.Equal([3, 4, 5, 7], imported.Damaged.Select(static line => line.Line));
        Assert.Equal([(60L, 0.6451716328328309m), (59, 1m)], await TicksAsync(imported.Topic!));
    }

    [Fact]
    public async Task A_file_imported_again_changes_nothing_and_another_of_the_same_topic_is_refused()
    {
        var id = $"20251029-{new Chance().NewId()[..16]}";
        var file = string.Join('\n', Enumerable.Range(1, 1_500).Select(tick =>
            $$"""{"type":"tick","timestamp":"2025-10-29T18:36:08","game_id":"{{id}}","tick":{{tick}},"price":{{tick}}.5,"active":true}"""));
        var first = await Import.RunAsync(Encoding.UTF8.GetBytes(file), Token);
        var second = await Import.RunAsync(Encoding.UTF8.GetBytes(file), Token);
        var other = await Import.RunAsync(Encoding.UTF8.GetBytes(file.Replace("1.5", "1.6", StringComparison.Ordinal)), Token);
        Assert.Equal((first.Records, (long)first.Records), (second.Records, first.Added));
        Assert.Equal(0, second.Added);
        Assert.Equal((1, 0L), (other.Conflict, other.Added));
        Assert.Equal(1_500, (await TicksAsync(first.Topic!)).Count);
    }

    [Fact]
    public async Task Of_two_files_of_one_topic_that_come_at_once_one_becomes_the_recording_and_the_other_is_told()
    {
        for (var round = 0; round < 10; round++)
        {
            var id = $"20251029-{new Chance().NewId()[..16]}";
            string File(int ticks, string price) => string.Join('\n', Enumerable.Range(1, ticks).Select(tick =>
                $$"""{"type":"tick","timestamp":"2025-10-29T18:36:08","game_id":"{{id}}","tick":{{tick}},"price":{{tick}}.{{price}},"active":true}"""));
            var told = await Task.WhenAll(new[] { File(100, "5"), File(300, "7") }.Select(file => Task.Run(() => ImportAsync(file), Token)));
            Assert.Single(told, static one => one is { Conflict: null, Added: > 0 });
            var kept = await TicksAsync($"game:rugs.{id}");
            Assert.Equal(told[0] is { Conflict: null, Added: > 0 } ? (100, 1.5m) : (300, 1.7m), (kept.Count, kept[0].Price));
            Assert.Single(kept.Select(static tick => tick.Price - tick.Tick).Distinct());
        }

        async Task<Imported?> ImportAsync(string file)
        {
            try
            {
                return await Import.RunAsync(Encoding.UTF8.GetBytes(file), Token);
            }
            catch (RecordingBusyException)
            {
                return null; // told to come again
            }
        }
    }

    [Fact]
    [Trait("Requirement", "58")]
    public async Task Of_patients_no_file_becomes_a_recording()
    {
        var part = new RecordingPart(Topic.Parse("patients:p-1"), RecordingPart.Updates);
        var refused = await Import.RunAsync(RecordLine.Metadata(part, RecordingTail.Empty, RecordWorld.Start), Token);
        Assert.Equal((0, 0L, "Of patients nothing is recorded."), (refused.Records, refused.Added, Assert.Single(refused.Damaged).Reason));
        Assert.Empty(await world.Blobs.SegmentsAsync(part, Token));
    }

    [Fact]
    public async Task An_import_that_was_cut_goes_on_where_it_ended()
    {
        var id = $"20251029-{new Chance().NewId()[..16]}";
        var file = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(1, 600).Select(tick =>
            $$"""{"type":"tick","timestamp":"2025-10-29T18:36:08","game_id":"{{id}}","tick":{{tick}},"price":{{tick}}.5,"active":true}""")));
        var appends = 0;
        var network = new BrokenNetwork((_, request) => BrokenNetwork.IsAppend(request) && ++appends == 4 ? Fate.KilledAfter : Fate.Well);
        var cut = new RecordingImport(
            new(new(world.Storage, RecordingBlobs.Container, new() { Transport = network })), new RecordWorld.Settings(new() { LeaseSeconds = 15 }), TimeProvider.System, new Chance(), world.Metrics);
        await Assert.ThrowsAsync<KilledException>(() => cut.RunAsync(file, Token));
        Imported? imported = null;
        await Testing.Eventually.Until("the lease of the dead has lapsed", async () =>
        {
            try
            {
                imported = await Import.RunAsync(file, Token);
                return true;
            }
            catch (RecordingBusyException)
            {
                return false;
            }
        }, Token, TimeSpan.FromSeconds(60));
        Assert.InRange(imported!.Added, 1, imported.Records - 1);
        Assert.Equal(Enumerable.Range(1, 600).Select(static tick => (long)tick), (await TicksAsync(imported.Topic!)).Select(static tick => tick.Tick));
    }

    [Fact]
    public async Task What_is_exported_is_imported_as_the_same_recording_and_damage_in_it_is_refused_whole()
    {
        var topic = RecordWorld.NewTopic();
        var raws = RecordWorld.Raws(topic, 30);
        await world.CommitAsync(topic, raws, Token);
        var recorder = world.Recorder();
        await recorder.RawsAsync(topic, raws, Token);
        await recorder.UpdatesAsync(topic, Token);
        foreach (var name in new[] { RecordingPart.Updates, RecordingPart.Raws })
        {
            var part = new RecordingPart(topic, name);
            var lines = await world.ReadAsync(part, Token);
            var file = Encoding.UTF8.GetString(RecordLine.Metadata(part, RecordingTail.Empty, RecordWorld.Start)) + string.Concat(lines.Select(static line => line + "\n"));
            var again = await Import.RunAsync(Encoding.UTF8.GetBytes(file), Token);
            Assert.Equal((topic.ToString(), name, lines.Count, 0L, null), (again.Topic, again.Part, again.Records, again.Added, again.Conflict));
            var damaged = await Import.RunAsync(Encoding.UTF8.GetBytes(file[..^5]), Token);
            Assert.Equal((0, 0L, 1), (damaged.Records, damaged.Added, damaged.Damaged.Count));
            await world.Container.GetAppendBlobClient(part.Blob(1)).DeleteIfExistsAsync(cancellationToken: Token);
            Assert.Equal(lines.Count, (await Import.RunAsync(Encoding.UTF8.GetBytes(file), Token)).Added);
            Assert.Equal(lines, await world.ReadAsync(part, Token));
        }
    }

    [Fact]
    public async Task Every_recorded_public_file_is_imported_with_every_price_in_its_order()
    {
        var root = Environment.GetEnvironmentVariable("LIVEVIEW_FIXTURES");
        Assert.SkipUnless(Directory.Exists(root), "LIVEVIEW_FIXTURES names no folder of recorded answers.");
        var (files, ticks, damaged) = (0, 0, 0);
        foreach (var path in Directory.GetFiles(Path.Combine(root, "games", "recordings"), "*.jsonl.gz"))
        {
            using var plain = new MemoryStream();
            await using (var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress))
                await packed.CopyToAsync(plain, Token);
            var imported = await Import.RunAsync(plain.ToArray(), Token);
            var expected = Sound(plain.ToArray());
            Assert.Equal(expected, await TicksAsync(imported.Topic!));
            (files, ticks, damaged) = (files + 1, ticks + expected.Count, damaged + imported.Damaged.Count);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{files} files, {ticks} ticks, {damaged} damaged lines");
        Assert.Equal((14, 4414, 1), (files, ticks, damaged));
    }

    // The file as a few lines read it that know nothing of us.
    private static List<(long Tick, decimal Price)> Sound(byte[] file)
    {
        List<(long, decimal)> ticks = [];
        foreach (var line in Encoding.UTF8.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                if (json.RootElement.GetProperty("type").GetString() == "tick")
                    ticks.Add((json.RootElement.GetProperty("tick").GetInt64(), decimal.Parse(json.RootElement.GetProperty("price").GetRawText(), CultureInfo.InvariantCulture)));
            }
            catch (JsonException)
            {
                continue;
            }
        }

        return ticks;
    }

    private async Task<List<(long Tick, decimal Price)>> TicksAsync(string topic)
    {
        List<(long, decimal)> ticks = [];
        foreach (var line in await world.ReadAsync(new(Topic.Parse(topic), RecordingPart.Updates), Token))
        {
            using var json = JsonDocument.Parse(line);
            var update = json.RootElement.GetProperty("update");
            if (update.GetProperty("kind").GetString() == "events")
            {
                ticks.AddRange(update.GetProperty("data").EnumerateArray().Select(static entry =>
                    (entry.GetProperty("tick").GetInt64(), decimal.Parse(entry.GetProperty("price").GetString()!, CultureInfo.InvariantCulture))));
            }
        }

        return ticks;
    }
}
