using LiveView.Cloud.Blobs;
using LiveView.Cloud.Pipeline;
using LiveView.Handler.Record;
using LiveView.Testing;

namespace LiveView.Handler.Tests.Record;

/// <summary>What is recorded though storage fails, lines are torn and recorders die, on a real Azurite.</summary>
public sealed class RecorderTroubleTests(RecordWorld world) : RecorderContract(world), IClassFixture<RecordWorld>
{
    [Fact]
    public async Task An_end_that_is_torn_is_closed_off_and_told_and_what_follows_is_whole()
    {
        var raws = RecordWorld.Raws(About, 60);
        await BothAsync(World.Recorder(), raws[..20]);
        foreach (var part in new[] { Updates, Raws })
            await World.Blobs.Blob(part, 1).AppendBlockAsync(BinaryData.FromString("{\"n\":21,\"upd"), null, Token);
        await BothAsync(World.Recorder(), raws[20..40]);
        // Another writer that keeps no rule: a whole line of nonsense, and one of a number that was given.
        await World.Blobs.Blob(Raws, 1).AppendBlockAsync(BinaryData.FromString("{\"trade_count\": 0{\"{\"type\"\n{\"n\":3,\"raw\":{}}\n"), null, Token);
        await BothAsync(World.Recorder(), raws[40..]);
        var segment = await World.Blobs.ReadAsync(Raws, 1, Token);
        Assert.Equal(["It is not JSON: torn, or written into by another.", "It is not JSON: torn, or written into by another.", "It is not record 41."], segment.Damaged.Select(static line => line.Reason));
        Assert.Equal(60, (await World.ReadAsync(Raws, Token, damaged: true)).Count);
        var updates = await World.ReadAsync(Updates, Token, damaged: true);
        Assert.Equal((await World.CommittedAsync(About, Token)).Order(StringComparer.Ordinal), updates.Select(Update).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_block_whose_answer_was_lost_is_not_written_again()
    {
        var raws = RecordWorld.Raws(About, 30);
        var appends = 0;
        var lossy = new BrokenNetwork((_, request) => BrokenNetwork.IsAppend(request) && appends++ % 2 == 0 ? Fate.AnswerLost : Fate.Well);
        var recorder = World.Recorder(lossy);
        await World.CommitAsync(About, raws, Token);
        await recorder.RawsAsync(About, raws, Token);
        await recorder.UpdatesAsync(About, Token);
        Assert.Equal(8, appends); // two recordings, of each what it is and a block, all sent twice
        await AllOnceAsync(raws);
    }

    [Fact]
    [Trait("Requirement", "164")]
    public async Task Records_are_written_a_hundred_at_a_time_and_at_most_a_thousand_wait_for_an_emergency()
    {
        var away = true;
        var appends = 0;
        var network = new BrokenNetwork((_, request) => !BrokenNetwork.IsAppend(request) ? Fate.Well : away && appends++ > 0 ? Fate.Lost : Fate.Well);
        var blobs = new RecordingBlobs(new(World.Storage, RecordingBlobs.Container, Impatient(network)));
        var raws = RecordWorld.Raws(About, 1_400);
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

        var properties = await World.Blobs.Blob(Raws, 1).GetPropertiesAsync(Token);
        Assert.Equal(2, properties.Value.BlobCommittedBlockCount); // what it is, and the thousand
        Assert.Equal(1_000, (await World.ReadAsync(Raws, Token)).Count);
        await World.Recorder().RawsAsync(About, raws, Token);
        Assert.Equal(5, (await World.Blobs.Blob(Raws, 1_001).GetPropertiesAsync(Token)).Value.BlobCommittedBlockCount); // what it is, and four hundred
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
        var blobs = new RecordingBlobs(new(World.Storage, RecordingBlobs.Container, Impatient(network)));
        try
        {
            await using var writer = await RecordingWriter.StartAsync(blobs, part, null, new(), TimeProvider.System, new Chance(), Token);
            return true;
        }
        catch (Azure.RequestFailedException)
        {
            if (await World.Blobs.Blob(part, 1).ExistsAsync(Token) is { Value: true })
                Assert.Equal("available", (await World.Blobs.Blob(part, 1).GetPropertiesAsync(Token)).Value.LeaseState);
            await World.Recorder().RawsAsync(topic, RecordWorld.Raws(topic, 2), Token); // nobody has to wait for a lease
            Assert.Equal(2, (await World.ReadAsync(part, Token)).Count);
            return false;
        }
    }

    [Fact]
    [Trait("Requirement", "168")]
    public async Task A_recording_that_fails_too_often_stops_says_why_and_goes_on_after_a_rest_naming_what_it_missed()
    {
        var away = true;
        var time = new ManualTime(RecordWorld.Start);
        var recorder = World.Recorder(new BrokenNetwork((_, _) => away ? Fate.Lost : Fate.Well), time, new() { Topics = "*", MaxErrors = 3, RestSeconds = 30 });
        var raws = RecordWorld.Raws(About, 30);
        for (var run = 0; run < 2; run++)
            await Assert.ThrowsAsync<Azure.RequestFailedException>(() => recorder.RawsAsync(About, raws[..10], Token));
        await recorder.RawsAsync(About, raws[..10], Token); // the third failure: the batch is let pass, or it would hold up its neighbours
        var stopped = await World.States.FindStoppedAsync(Raws, Token);
        Assert.Contains("did not answer", stopped!.Reason, StringComparison.Ordinal);
        await recorder.RawsAsync(About, raws[10..20], Token); // it rests
        away = false;
        time.Advance(TimeSpan.FromSeconds(31));
        await recorder.RawsAsync(About, raws[20..], Token);
        var lines = await World.ReadAsync(Raws, Token);
        Assert.Contains("\"skipped\":{\"partition\":\"0\",\"from\":1,\"to\":20,", lines[0], StringComparison.Ordinal);
        Assert.Equal(11, lines.Count);
        Assert.Null(await World.States.FindStoppedAsync(Raws, Token));
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
        await World.CommitAsync(topic, raws[900..995], token);
        await InTurnAsync(() => World.Recorder().RawsAsync(topic, raws[..995], token));
        await World.CommitAsync(topic, raws[995..], token);
        var oneByOne = new RecordOptions { Topics = "*", LeaseSeconds = 15, Buffer = 1 };
        var network = new BrokenNetwork((call, _) => call == step ? fate : Fate.Well);
        var victim = World.Recorder(network, options: oneByOne);
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

        var heir = World.Recorder();
        await InTurnAsync(async () =>
        {
            await heir.RawsAsync(topic, raws[990..], token);
            await heir.UpdatesAsync(topic, token);
        });
        await AllOnceAsync(raws, topic);
        return network.Killed;
    }

    private static BlobClientOptions Impatient(BrokenNetwork network)
    {
        var options = new BlobClientOptions { Transport = network };
        options.RetryPolicy = new CloudRetryPolicy(new CloudDelay(), maxRetries: 0);
        return options;
    }
}
