using System.Text;
using System.Text.Json;
using LiveView.Cloud.Blobs;
using LiveView.Cloud.Pipeline;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Handler.Record;
using LiveView.Testing;

namespace LiveView.Handler.Tests.Record;

/// <summary>What is recorded, on a real Azurite.</summary>
public sealed class RecorderTests(RecordWorld world) : IClassFixture<RecordWorld>
{
    private readonly Topic _topic = RecordWorld.NewTopic();

    private RecordingPart Updates => new(_topic, RecordingPart.Updates);

    private RecordingPart Raws => new(_topic, RecordingPart.Raws);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "174")]
    public async Task A_recording_holds_every_committed_update_to_the_byte_and_every_raw_over_all_its_segments()
    {
        var recorder = world.Recorder();
        var raws = RecordWorld.Raws(_topic, 700);
        foreach (var batch in raws.Chunk(2))
            await BothAsync(recorder, batch);
        var updates = (await world.ReadAsync(Updates, Token)).Select(Update).ToList();
        Assert.True(updates.Count > RecordingWriter.SegmentRecords, $"{updates.Count} updates are less than two segments.");
        Assert.Equal((await world.CommittedAsync(_topic, Token)).Order(StringComparer.Ordinal), updates.Order(StringComparer.Ordinal));
        Assert.Equal(raws.Select(static raw => Encoding.UTF8.GetString(raw.Message.Span)), (await world.ReadAsync(Raws, Token)).Select(Raw));
    }

    [Fact]
    public async Task A_segment_begins_with_what_a_replay_needs_and_a_page_may_begin_anywhere()
    {
        var recorder = world.Recorder();
        foreach (var batch in RecordWorld.Raws(_topic, 700).Chunk(2))
            await BothAsync(recorder, batch);
        var first = await world.Blobs.ReadAsync(Updates, 1, Token);
        var second = await world.Blobs.ReadAsync(Updates, 1_001, Token);
        Assert.True(first.IsSealed);
        Assert.Equal(first.End.Tiers.Select(static tier => (tier.Key, tier.Value.Position, tier.Value.Hash)), second.Start.Tiers.Select(static tier => (tier.Key, tier.Value.Position, tier.Value.Hash)));
        Assert.Equal(["game", "tick", "ticks"], second.Start.Tiers.Keys);
        foreach (var (name, tier) in second.Start.Tiers)
        {
            var (written, known) = (RecordedUpdate.Read(tier.Base(_topic.Tier(name))), first.End.Tiers[name]);
            Assert.Equal(name == "ticks" ? ("events", "[]") : ("state", Encoding.UTF8.GetString(known.Document!.Value.Span)), (written.Kind, Encoding.UTF8.GetString(written.Data.Span)));
        }

        Assert.Equal(3, first.Before(501).Tiers.Count);
        Assert.Equal(500, first.Before(501).Last);
    }

    [Fact]
    public async Task A_row_that_is_gone_from_within_the_window_is_said_to_be_lost_and_what_follows_is_recorded()
    {
        await world.CommitAsync(_topic, RecordWorld.Raws(_topic, 300)[..100], Token);
        await world.CommitAsync(_topic, RecordWorld.Raws(_topic, 300)[100..200], Token);
        await world.CommitAsync(_topic, RecordWorld.Raws(_topic, 300)[200..], Token);
        await world.LoseAsync(_topic.Tier("ticks"), 1, Token);
        await world.Recorder().UpdatesAsync(_topic, Token);
        var lines = await world.ReadAsync(Updates, Token);
        var gap = Assert.Single(lines, static line => line.Contains("\"lost\"", StringComparison.Ordinal));
        using var said = JsonDocument.Parse(gap);
        Assert.Equal((1, 1), (said.RootElement.GetProperty("gap").GetProperty("from").GetInt64(), said.RootElement.GetProperty("gap").GetProperty("to").GetInt64()));
        Assert.Equal((await world.CommittedAsync(_topic, Token)).Order(StringComparer.Ordinal), lines.Where(line => line != gap).Select(Update).Order(StringComparer.Ordinal));
        Assert.Equal(await world.CommittedAsync(_topic, Token) is { Count: var count } ? count + 1 : 0, lines.Count);
    }

    [Fact]
    public async Task A_batch_that_comes_again_is_recorded_once_also_by_a_recorder_that_knows_nothing()
    {
        var raws = RecordWorld.Raws(_topic, 40);
        var recorder = world.Recorder();
        await BothAsync(recorder, raws);
        await recorder.RawsAsync(_topic, raws, Token);
        await recorder.UpdatesAsync(_topic, Token);
        await world.Recorder().RawsAsync(_topic, raws, Token);
        await world.Recorder().UpdatesAsync(_topic, Token);
        Assert.Equal(40, (await world.ReadAsync(Raws, Token)).Count);
        Assert.Equal((await world.CommittedAsync(_topic, Token)).Count, (await world.ReadAsync(Updates, Token)).Count);
    }

    [Fact]
    public async Task What_is_committed_after_the_last_raw_is_recorded_by_the_timer_which_closes_what_is_over_and_quiet()
    {
        var time = new ManualTime(RecordWorld.Start.AddMinutes(1));
        var recorder = world.Recorder(time: time);
        var tail = new RecordTail(recorder, world.States, time, Microsoft.Extensions.Logging.Abstractions.NullLogger<RecordTail>.Instance);
        var raws = RecordWorld.Raws(_topic, 12);
        await BothAsync(recorder, raws[..10]);
        var last = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(raws[11].Message.Span).Replace("\"rugged\":false", "\"rugged\":true", StringComparison.Ordinal));
        await world.CommitAsync(_topic, [raws[10], (raws[11].Place, last)], Token); // folded after the recorder had looked
        await tail.RunAsync(default, Token);
        Assert.Equal((await world.CommittedAsync(_topic, Token)).Count, (await world.ReadAsync(Updates, Token)).Count);
        Assert.True(await IsOpenAsync());
        time.Advance(TimeSpan.FromMinutes(6));
        await tail.RunAsync(default, Token);
        Assert.False(await IsOpenAsync());
    }

    [Fact]
    public async Task A_match_is_recorded_like_a_round()
    {
        var match = Topic.Parse(Stations.Boards.Topic);
        (Fence Place, ReadOnlyMemory<byte> Message)[] raws =
            [.. Enumerable.Range(1, 5).Select(i => (new Fence("0", i, RecordWorld.Start.AddSeconds(i)), Stations.Boards.Message(50 + i, 48)))];
        foreach (var raw in raws)
            await world.CommitAsync(match, [raw], Token);
        await world.Recorder().RawsAsync(match, raws, Token);
        await world.Recorder().UpdatesAsync(match, Token);
        Assert.Equal(5, (await world.ReadAsync(new(match, RecordingPart.Raws), Token)).Count);
        var updates = await world.ReadAsync(new(match, RecordingPart.Updates), Token);
        Assert.Equal((await world.CommittedAsync(match, Token)).Order(StringComparer.Ordinal), updates.Select(Update).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("game:*", "game:rugs.a", true)]
    [InlineData("game:*", "sports:nba.a", false)]
    [InlineData("sports:nba.*, patients:p-1", "patients:p-1", true)]
    [InlineData("sports:nba.*, patients:p-1", "patients:p-12", false)]
    [InlineData("*", "tv:one", true)]
    [InlineData("", "tv:one", false)]
    public void A_topic_is_recorded_where_a_pattern_names_it(string patterns, string topic, bool recorded) =>
        Assert.Equal(recorded, new RecordOptions { Topics = patterns }.Names(Topic.Parse(topic)));

    [Fact]
    public async Task A_raw_with_line_breaks_is_kept_to_the_byte_in_one_line()
    {
        var plain = RecordWorld.Raws(_topic, 1)[0];
        var broken = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(plain.Message.Span).Replace(",", ",\r\n ", StringComparison.Ordinal));
        await world.Recorder().RawsAsync(_topic, [(plain.Place, broken)], Token);
        using var json = JsonDocument.Parse(Assert.Single(await world.ReadAsync(Raws, Token)));
        Assert.Equal(broken, json.RootElement.GetProperty("bytes").GetBytesFromBase64());
    }

    [Fact]
    public async Task Recorders_at_once_never_interleave_and_lose_and_double_nothing()
    {
        var raws = RecordWorld.Raws(_topic, 120);
        Recorder[] rivals = [world.Recorder(), world.Recorder(), world.Recorder()];
        foreach (var batch in raws.Chunk(12))
        {
            await world.CommitAsync(_topic, batch, Token);
            await Task.WhenAll(rivals.Select(rival => InTurnAsync(async () =>
            {
                await rival.RawsAsync(_topic, batch, Token);
                await rival.UpdatesAsync(_topic, Token);
            })));
        }

        await AllOnceAsync(raws);
    }

    [Fact]
    public async Task An_end_that_is_torn_is_closed_off_and_told_and_what_follows_is_whole()
    {
        var raws = RecordWorld.Raws(_topic, 60);
        await BothAsync(world.Recorder(), raws[..20]);
        foreach (var part in new[] { Updates, Raws })
            await world.Blobs.Blob(part, 1).AppendBlockAsync(BinaryData.FromString("{\"n\":21,\"upd"), null, Token);
        await BothAsync(world.Recorder(), raws[20..40]);
        // Another writer that keeps no rule: a whole line of nonsense, and one of a number that was given.
        await world.Blobs.Blob(Raws, 1).AppendBlockAsync(BinaryData.FromString("{\"trade_count\": 0{\"{\"type\"\n{\"n\":3,\"raw\":{}}\n"), null, Token);
        await BothAsync(world.Recorder(), raws[40..]);
        var segment = await world.Blobs.ReadAsync(Raws, 1, Token);
        Assert.Equal(["It is not JSON: torn, or written into by another.", "It is not JSON: torn, or written into by another.", "It is not record 41."], segment.Damaged.Select(static line => line.Reason));
        Assert.Equal(60, (await world.ReadAsync(Raws, Token, damaged: true)).Count);
        var updates = await world.ReadAsync(Updates, Token, damaged: true);
        Assert.Equal((await world.CommittedAsync(_topic, Token)).Order(StringComparer.Ordinal), updates.Select(Update).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_block_whose_answer_was_lost_is_not_written_again()
    {
        var raws = RecordWorld.Raws(_topic, 30);
        var appends = 0;
        var lossy = new BrokenNetwork((_, request) => BrokenNetwork.IsAppend(request) && appends++ % 2 == 0 ? Fate.AnswerLost : Fate.Well);
        var recorder = world.Recorder(lossy);
        await world.CommitAsync(_topic, raws, Token);
        await recorder.RawsAsync(_topic, raws, Token);
        await recorder.UpdatesAsync(_topic, Token);
        Assert.Equal(8, appends); // two recordings, of each what it is and a block, all sent twice
        await AllOnceAsync(raws);
    }

    [Fact]
    public async Task What_left_the_window_before_it_was_recorded_is_said_and_the_document_begins_anew()
    {
        var raws = RecordWorld.Raws(_topic, 61);
        foreach (var batch in raws[..60].Chunk(1))
            await world.CommitAsync(_topic, batch, Token);
        var stored = (await world.Store.LoadAsync(_topic, Token))!;
        var tiers = stored.Head.Tiers;
        foreach (var (name, tier) in tiers)
            tiers = tiers.SetItem(name, tier with { First = 31 });
        var trimmed = RecordWorld.Fold(stored.Head, _topic, raws[60..])! with
        {
            Head = stored.Head with { Tiers = tiers, CommitId = "trimmed0" },
            Updates = [],
            Trimmed = [.. tiers.Keys.SelectMany(static name => Enumerable.Range(1, 30).Select(offset => (name, (long)offset)))],
        };
        Assert.NotNull(await world.Store.CommitAsync(stored, trimmed, null, Token));
        await world.Recorder().UpdatesAsync(_topic, Token);
        var lines = await world.ReadAsync(Updates, Token);
        Assert.Equal(3, lines.Count(static line => line.Contains("\"gap\":{", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains($"\"gap\":{{\"tier\":\"{_topic}/ticks\"", StringComparison.Ordinal) && line.Contains("\"from\":1,\"to\":30,\"reason\":\"retention\"", StringComparison.Ordinal));
        var end = (await world.Blobs.ReadAsync(Updates, 1, Token)).End;
        Assert.Equal(tiers.Select(static tier => (tier.Key, tier.Value.Position, tier.Value.Hash)), end.Tiers.Select(static tier => (tier.Key, tier.Value.Position, tier.Value.Hash)));
    }

    [Fact]
    [Trait("Requirement", "164")]
    public async Task Records_are_written_a_hundred_at_a_time_and_at_most_a_thousand_wait_for_an_emergency()
    {
        var away = true;
        var appends = 0;
        var network = new BrokenNetwork((_, request) => !BrokenNetwork.IsAppend(request) ? Fate.Well : away && appends++ > 0 ? Fate.Lost : Fate.Well);
        var blobs = new RecordingBlobs(new(world.Storage, RecordingBlobs.Container, Impatient(network)));
        var raws = RecordWorld.Raws(_topic, 1_400);
        var options = new RecordOptions { LeaseSeconds = 60 };
        await using (var writer = await RecordingWriter.StartAsync(blobs, Raws, null, options, TimeProvider.System, new Chance(), Token))
        {
            foreach (var (place, message) in raws[..999])
                await AddAsync(writer, place, message);
            Assert.Equal(999, writer.Waiting);
            await Assert.ThrowsAsync<Azure.RequestFailedException>(() => AddAsync(writer, raws[999].Place, raws[999].Message)); // the emergency fails too
            Assert.Equal(1_000, writer.Waiting);
            away = false;
            await writer.CompleteAsync(Token);
            Assert.Equal(0, writer.Waiting);
        }

        var properties = await world.Blobs.Blob(Raws, 1).GetPropertiesAsync(Token);
        Assert.Equal(2, properties.Value.BlobCommittedBlockCount); // what it is, and the thousand
        Assert.Equal(1_000, (await world.ReadAsync(Raws, Token)).Count);
        await world.Recorder().RawsAsync(_topic, raws, Token);
        Assert.Equal(5, (await world.Blobs.Blob(Raws, 1_001).GetPropertiesAsync(Token)).Value.BlobCommittedBlockCount); // what it is, and four hundred
    }

    [Fact]
    public async Task A_writer_whose_right_ended_while_it_stood_still_takes_it_again_and_another_s_is_respected()
    {
        var raws = RecordWorld.Raws(_topic, 4);
        var writer = await RecordingWriter.StartAsync(world.Blobs, Raws, null, new() { Buffer = 1 }, TimeProvider.System, new Chance(), Token);
        await AddAsync(writer, raws[0].Place, raws[0].Message);
        await world.Blobs.Blob(Raws, 1).GetBlobLeaseClient().BreakAsync(Token);
        await AddAsync(writer, raws[1].Place, raws[1].Message);
        await world.Blobs.Blob(Raws, 1).GetBlobLeaseClient().BreakAsync(Token);
        await world.Recorder().RawsAsync(_topic, raws[..3], Token); // another, who writes on and lets go
        await Assert.ThrowsAsync<RecordingBusyException>(() => AddAsync(writer, raws[3].Place, raws[3].Message));
        await writer.DisposeAsync();
        await world.Recorder().RawsAsync(_topic, raws, Token);
        Assert.Equal(raws.Select(static raw => Encoding.UTF8.GetString(raw.Message.Span)), (await world.ReadAsync(Raws, Token)).Select(Raw));
    }

    [Fact]
    [Trait("Requirement", "159")]
    public async Task A_start_that_fails_at_any_step_leaves_no_lease_and_no_buffer()
    {
        var step = 1;
        while (!await StartsAsync(step))
            step++;
        Assert.True(step > 4, "Listing, making, leasing, reading and the first line are five calls.");
    }

    /// <summary>Starts while all calls from a step on are lost, but that which lets go; what a failed start leaves must be free.</summary>
    private async Task<bool> StartsAsync(int step)
    {
        var topic = RecordWorld.NewTopic();
        var part = new RecordingPart(topic, RecordingPart.Raws);
        var network = new BrokenNetwork((call, request) =>
            call >= step && !(request.Headers.TryGetValue("x-ms-lease-action", out var action) && action == "release") ? Fate.Lost : Fate.Well);
        var blobs = new RecordingBlobs(new(world.Storage, RecordingBlobs.Container, Impatient(network)));
        try
        {
            await using var writer = await RecordingWriter.StartAsync(blobs, part, null, new(), TimeProvider.System, new Chance(), Token);
            return true;
        }
        catch (Azure.RequestFailedException)
        {
            if (await world.Blobs.Blob(part, 1).ExistsAsync(Token) is { Value: true })
                Assert.Equal("available", (await world.Blobs.Blob(part, 1).GetPropertiesAsync(Token)).Value.LeaseState);
            await world.Recorder().RawsAsync(topic, RecordWorld.Raws(topic, 2), Token); // nobody has to wait for a lease
            Assert.Equal(2, (await world.ReadAsync(part, Token)).Count);
            return false;
        }
    }

    [Fact]
    [Trait("Requirement", "168")]
    public async Task A_recording_that_fails_too_often_stops_says_why_and_goes_on_after_a_rest_naming_what_it_missed()
    {
        var away = true;
        var time = new ManualTime(RecordWorld.Start);
        var recorder = world.Recorder(new BrokenNetwork((_, _) => away ? Fate.Lost : Fate.Well), time, new() { Topics = "*", MaxErrors = 3, RestSeconds = 30 });
        var raws = RecordWorld.Raws(_topic, 30);
        for (var run = 0; run < 2; run++)
            await Assert.ThrowsAsync<Azure.RequestFailedException>(() => recorder.RawsAsync(_topic, raws[..10], Token));
        await recorder.RawsAsync(_topic, raws[..10], Token); // the third failure: the batch is let pass, or it would hold up its neighbours
        var stopped = await world.States.FindStoppedAsync(Raws, Token);
        Assert.Contains("did not answer", stopped!.Reason, StringComparison.Ordinal);
        await recorder.RawsAsync(_topic, raws[10..20], Token); // it rests
        away = false;
        time.Advance(TimeSpan.FromSeconds(31));
        await recorder.RawsAsync(_topic, raws[20..], Token);
        var lines = await world.ReadAsync(Raws, Token);
        Assert.Contains("\"skipped\":{\"partition\":\"0\",\"from\":1,\"to\":20,", lines[0], StringComparison.Ordinal);
        Assert.Equal(11, lines.Count);
        Assert.Null(await world.States.FindStoppedAsync(Raws, Token));
    }

    [Fact]
    public async Task Killed_at_any_step_nothing_is_lost_and_nothing_is_doubled()
    {
        // Many at once, each on a topic of its own, so that the leases of the dead lapse together.
        var steps = Enumerable.Range(1, 40).SelectMany(static step => new[] { (step, Fate.KilledBefore), (step, Fate.KilledAfter) });
        var killed = 0;
        await Parallel.ForEachAsync(steps, new ParallelOptions { MaxDegreeOfParallelism = 40, CancellationToken = Token }, async (at, token) =>
        {
            if (await KillAsync(at.step, at.Item2, token))
                Interlocked.Increment(ref killed);
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"killed at {killed} of 80 places");
        Assert.InRange(killed, 40, 79); // some steps lie behind the end: then all of them were tried
    }

    /// <summary>995 records are there; a recorder writes ten more, through the change of segments, and is killed at a step; another one is given the same batch.</summary>
    private async Task<bool> KillAsync(int step, Fate fate, CancellationToken token)
    {
        var topic = RecordWorld.NewTopic();
        var raws = RecordWorld.Raws(topic, 1_005);
        await world.CommitAsync(topic, raws[900..995], token);
        await InTurnAsync(() => world.Recorder().RawsAsync(topic, raws[..995], token));
        await world.CommitAsync(topic, raws[995..], token);
        var oneByOne = new RecordOptions { Topics = "*", LeaseSeconds = 15, Buffer = 1 };
        var network = new BrokenNetwork((call, _) => call == step ? fate : Fate.Well);
        var victim = world.Recorder(network, options: oneByOne);
        await InTurnAsync(async () =>
        {
            try
            {
                await victim.RawsAsync(topic, raws[990..], token);
                await victim.UpdatesAsync(topic, token);
            }
            catch (Exception) when (network.Killed)
            {
                // As intended.
            }
        });

        var heir = world.Recorder();
        await InTurnAsync(async () =>
        {
            await heir.RawsAsync(topic, raws[990..], token);
            await heir.UpdatesAsync(topic, token);
        });
        await AllOnceAsync(raws, topic);
        return network.Killed;
    }

    private async Task AllOnceAsync(IReadOnlyList<(Fence Place, ReadOnlyMemory<byte> Message)> raws, Topic? of = null)
    {
        var topic = of ?? _topic;
        var kept = await world.ReadAsync(new(topic, RecordingPart.Raws), Token);
        Assert.Equal(raws.Select(static raw => Encoding.UTF8.GetString(raw.Message.Span)), kept.Select(Raw));
        var updates = await world.ReadAsync(new(topic, RecordingPart.Updates), Token);
        Assert.Equal((await world.CommittedAsync(topic, Token)).Order(StringComparer.Ordinal), updates.Select(Update).Order(StringComparer.Ordinal));
    }

    private async Task BothAsync(Recorder recorder, IReadOnlyList<(Fence Place, ReadOnlyMemory<byte> Message)> raws)
    {
        await world.CommitAsync(_topic, raws, Token);
        await recorder.RawsAsync(_topic, raws, Token);
        await recorder.UpdatesAsync(_topic, Token);
    }

    private async Task<bool> IsOpenAsync()
    {
        await foreach (var (topic, _) in world.States.ReadOpenAsync(Token))
        {
            if (topic == _topic)
                return true;
        }

        return false;
    }

    private static Task AddAsync(RecordingWriter writer, Fence place, ReadOnlyMemory<byte> message) =>
        writer.AddAsync(RecordLine.Raw(writer.Tail.Last + 1, place, message), writer.Tail.After(place), Token);

    // What the host does with a batch that was not taken: it brings it again.
    private static Task InTurnAsync(Func<Task> run) => Eventually.Until(
        "the recording is free",
        async () =>
        {
            try
            {
                await run();
                return true;
            }
            catch (Exception failure) when (failure is RecordingBusyException || RecordingWriter.IsAway(failure, Token))
            {
                return false; // the batch comes again, as the hub makes it
            }
        },
        Token,
        TimeSpan.FromSeconds(120));

    private static BlobClientOptions Impatient(BrokenNetwork network)
    {
        var options = new BlobClientOptions { Transport = network };
        options.RetryPolicy = new CloudRetryPolicy(new CloudDelay(), maxRetries: 0);
        return options;
    }

    private static string Update(string line) => Member(line, "update");

    private static string Raw(string line) => Member(line, "raw");

    private static string Member(string line, string name)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty(name).GetRawText();
    }
}
