using System.Diagnostics.Metrics;
using System.Text;
using Azure.Core.Pipeline;
using LiveView.Cloud.Blobs;
using LiveView.Cloud.Tables;
using LiveView.Core.Feeds;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Feeds;
using LiveView.Handler.Record;
using LiveView.Handler.State;
using LiveView.Local.Azurite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Tests.Record;

/// <summary>Recorders on a real Azurite, each a process of its own, over a network that a test may break.</summary>
public sealed class RecordWorld : IAsyncLifetime
{
    internal static readonly DateTimeOffset Start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private AzuriteProcess? _azurite;

    internal string Storage => _azurite?.ConnectionString ?? throw new InvalidOperationException("It has not been started.");

    internal TopicStore Store => new(new(Storage, StateTables.Topics));

    internal RecordingStates States => new(new(Storage, StateTables.Recordings));

    internal BlobContainerClient Container => new(Storage, RecordingBlobs.Container);

    internal RecordingBlobs Blobs => new(Container);

    internal RecordMetrics Metrics => new(_meters.GetRequiredService<IMeterFactory>());

    public async ValueTask InitializeAsync()
    {
        var token = TestContext.Current.CancellationToken;
        _azurite = await AzuriteProcess.StartAsync(new() { BlobPort = 0, QueuePort = 0, TablePort = 0 }, token);
        foreach (var table in new[] { StateTables.Topics, StateTables.Recordings })
            await new TableClient(Storage, table).CreateIfNotExistsAsync(token);
        await Container.CreateIfNotExistsAsync(token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        await _meters.DisposeAsync();
    }

    /// <summary>A recorder with a memory of its own.</summary>
    internal Recorder Recorder(HttpPipelineTransport? network = null, TimeProvider? time = null, RecordOptions? options = null)
    {
        var through = new BlobClientOptions();
        if (network is not null)
            through.Transport = network;
        return new(
            new RecordingBlobs(new(Storage, RecordingBlobs.Container, through)), States, Store, new Settings(options ?? new() { Topics = "*", LeaseSeconds = 15 }),
            time ?? TimeProvider.System, new Chance(), Metrics, NullLogger<Recorder>.Instance);
    }

    /// <summary>Folds and commits messages, as many at once as a commit takes.</summary>
    internal async Task CommitAsync(Topic topic, IReadOnlyList<(Fence Place, ReadOnlyMemory<byte> Message)> raws, CancellationToken token)
    {
        foreach (var batch in raws.Chunk(100))
        {
            var before = await Store.LoadAsync(topic, token);
            if (Fold(before?.Head, topic, batch) is { } commit)
                Assert.NotNull(await Store.CommitAsync(before, commit, null, token));
        }
    }

    /// <summary>A row of a kept update is gone, as no transaction of ours would leave it.</summary>
    internal Task LoseAsync(Tier tier, long offset, CancellationToken token) =>
        new TableClient(Storage, StateTables.Topics).DeleteEntityAsync(tier.Topic.ToString(), UpdateRow.Key(tier.Name, offset), cancellationToken: token);

    /// <summary>What Fold would commit.</summary>
    internal static Commit? Fold(Head? head, Topic topic, IReadOnlyList<(Fence Place, ReadOnlyMemory<byte> Message)> raws)
    {
        var deliveries = raws.Select(static raw => new Delivery(RawJson.TryRead(raw.Message, out _)!, raw.Place)).ToList();
        var folded = TopicFold.Fold(FeedCatalog.All[topic.Feed], topic, head, deliveries, new(new Chance().NewId(), Start.AddSeconds(raws[0].Place.Sequence)));
        Assert.Empty(folded.DeadLetters);
        return folded.Commit;
    }

    /// <summary>A recording, read whole: its records in order. Damage and disorder fail the test.</summary>
    internal async Task<IReadOnlyList<string>> ReadAsync(RecordingPart part, CancellationToken token, bool damaged = false)
    {
        List<string> lines = [];
        foreach (var first in await Blobs.SegmentsAsync(part, token))
        {
            var segment = await Blobs.ReadAsync(part, first, token);
            if (!damaged)
                Assert.Empty(segment.Damaged);
            Assert.Equal(lines.Count + 1, first);
            Assert.Equal(Enumerable.Range(lines.Count + 1, segment.Records.Count), segment.Records.Select(static record => (int)record.Number));
            lines.AddRange(segment.Records.Select(static record => Encoding.UTF8.GetString(record.Line.Span)));
        }

        return lines;
    }

    /// <summary>Every committed update of a topic, as the table has it.</summary>
    internal async Task<IReadOnlyList<string>> CommittedAsync(Topic topic, CancellationToken token)
    {
        var head = (await Store.LoadAsync(topic, token))!.Head;
        List<string> updates = [];
        foreach (var (name, tier) in head.Tiers)
            updates.AddRange((await Store.ReadAsync(topic.Tier(name), 1, tier.Position.Offset, token)).Select(static update => Encoding.UTF8.GetString(update.Bytes.Span)));
        return updates;
    }

    /// <summary>Raws of a round of the simulated game, all of one topic, as a partition hands them over.</summary>
    internal static (Fence Place, ReadOnlyMemory<byte> Message)[] Raws(Topic topic, int count)
    {
        var id = topic.Key["rugs.".Length..];
        return
        [
            .. Told.Value.Take(count).Select((told, i) => (
                new Fence("0", i + 1, Start.AddSeconds(i + 1)),
                RawJson.Write(told with
                {
                    Topic = topic,
                    Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(told.Body.Span).Replace(told.Topic.Key["rugs.".Length..], id, StringComparison.Ordinal)),
                }))),
        ];
    }

    // A round in which every message changes all three tiers.
    private static readonly Lazy<IReadOnlyList<Raw>> Told = new(static () =>
    [
        .. Enumerable.Range(0, 1_400).Select(static tick => Encoding.UTF8.GetBytes(
                $$"""["gameStateUpdate",{"gameId":"20261121-0123456789abcdef","active":true,"rugged":false,"price":{{tick}}.00{{tick + 1}},"tickCount":{{tick}},"connectedPlayers":{{tick}}}]"""))
            .Select(static message => FeedCatalog.All["game"].Split(new("push", "rugs", message, Start), null).Raws[0]),
    ]);

    internal static Topic NewTopic() => Topic.Parse($"game:rugs.20261121-{new Chance().NewId()[..16]}");

    internal sealed class Settings(RecordOptions value) : IOptionsMonitor<RecordOptions>
    {
        public RecordOptions CurrentValue => value;

        public RecordOptions Get(string? name) => value;

        public IDisposable? OnChange(Action<RecordOptions, string?> listener) => null;
    }
}
