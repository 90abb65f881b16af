using System.Text;
using System.Text.Json;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Handler.Record;
using LiveView.Testing;

namespace LiveView.Handler.Tests.Record;

/// <summary>One topic of its own to each test, and what can be said of every recording of it.</summary>
public abstract class RecorderContract(RecordWorld world)
{
    private protected RecordWorld World { get; } = world;

    private protected Topic About { get; } = RecordWorld.NewTopic();

    private protected RecordingPart Updates => new(About, RecordingPart.Updates);

    private protected RecordingPart Raws => new(About, RecordingPart.Raws);

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected async Task AllOnceAsync(IReadOnlyList<(Fence Place, ReadOnlyMemory<byte> Message)> raws, Topic? of = null)
    {
        var topic = of ?? About;
        var kept = await World.ReadAsync(new(topic, RecordingPart.Raws), Token);
        Assert.Equal(raws.Select(static raw => Encoding.UTF8.GetString(raw.Message.Span)), kept.Select(Raw));
        var updates = await World.ReadAsync(new(topic, RecordingPart.Updates), Token);
        Assert.Equal((await World.CommittedAsync(topic, Token)).Order(StringComparer.Ordinal), updates.Select(Update).Order(StringComparer.Ordinal));
    }

    private protected async Task BothAsync(Recorder recorder, IReadOnlyList<(Fence Place, ReadOnlyMemory<byte> Message)> raws)
    {
        await World.CommitAsync(About, raws, Token);
        await recorder.RawsAsync(About, raws, Token);
        await recorder.UpdatesAsync(About, Token);
    }

    private protected static Task AddAsync(RecordingWriter writer, Fence place, ReadOnlyMemory<byte> message) =>
        writer.AddAsync(RecordLine.Raw(writer.Tail.Last + 1, place, message), writer.Tail.After(place), Token);

    // What the host does with a batch that was not taken: it brings it again.
    private protected static Task InTurnAsync(Func<Task> run) => Eventually.Until(
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

    private protected static string Update(string line) => Member(line, "update");

    private protected static string Raw(string line) => Member(line, "raw");

    private protected static string Member(string line, string name)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty(name).GetRawText();
    }
}
