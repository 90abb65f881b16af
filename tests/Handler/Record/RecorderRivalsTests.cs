using System.Text;
using LiveView.Handler.Record;

namespace LiveView.Handler.Tests.Record;

/// <summary>What is recorded by several at once, and of what comes twice, on a real Azurite.</summary>
public sealed class RecorderRivalsTests(RecordWorld world) : RecorderContract(world), IClassFixture<RecordWorld>
{
    [Fact]
    public async Task A_batch_that_comes_again_is_recorded_once_also_by_a_recorder_that_knows_nothing()
    {
        var raws = RecordWorld.Raws(About, 40);
        var recorder = World.Recorder();
        await BothAsync(recorder, raws);
        await recorder.RawsAsync(About, raws, Token);
        await recorder.UpdatesAsync(About, Token);
        await World.Recorder().RawsAsync(About, raws, Token);
        await World.Recorder().UpdatesAsync(About, Token);
        Assert.Equal(40, (await World.ReadAsync(Raws, Token)).Count);
        Assert.Equal((await World.CommittedAsync(About, Token)).Count, (await World.ReadAsync(Updates, Token)).Count);
    }

    [Fact]
    public async Task Recorders_at_once_never_interleave_and_lose_and_double_nothing()
    {
        var raws = RecordWorld.Raws(About, 120);
        Recorder[] rivals = [World.Recorder(), World.Recorder(), World.Recorder()];
        foreach (var batch in raws.Chunk(12))
        {
            await World.CommitAsync(About, batch, Token);
            await Task.WhenAll(rivals.Select(rival => InTurnAsync(async () =>
            {
                await rival.RawsAsync(About, batch, Token);
                await rival.UpdatesAsync(About, Token);
            })));
        }

        await AllOnceAsync(raws);
    }

    [Fact]
    public async Task A_writer_whose_right_ended_while_it_stood_still_takes_it_again_and_another_s_is_respected()
    {
        var raws = RecordWorld.Raws(About, 4);
        var writer = await RecordingWriter.StartAsync(World.Blobs, Raws, null, new() { Buffer = 1 }, TimeProvider.System, new Chance(), Token);
        await AddAsync(writer, raws[0].Place, raws[0].Message);
        await World.Blobs.Blob(Raws, 1).GetBlobLeaseClient().BreakAsync(Token);
        await AddAsync(writer, raws[1].Place, raws[1].Message);
        await World.Blobs.Blob(Raws, 1).GetBlobLeaseClient().BreakAsync(Token);
        await World.Recorder().RawsAsync(About, raws[..3], Token); // another, who writes on and lets go
        await Assert.ThrowsAsync<RecordingBusyException>(() => AddAsync(writer, raws[3].Place, raws[3].Message));
        await writer.DisposeAsync();
        await World.Recorder().RawsAsync(About, raws, Token);
        Assert.Equal(raws.Select(static raw => Encoding.UTF8.GetString(raw.Message.Span)), (await World.ReadAsync(Raws, Token)).Select(Raw));
    }
}
