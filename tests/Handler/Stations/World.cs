using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using LiveView.Cloud.Blobs;
using LiveView.Cloud.PubSub;
using LiveView.Cloud.Tables;
using LiveView.Core.Feeds;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Feeds;
using LiveView.Handler.Connect;
using LiveView.Handler.Deliver;
using LiveView.Handler.Fold;
using LiveView.Handler.Ingest;
using LiveView.Handler.State;
using LiveView.Local.Azurite;
using LiveView.Local.PubSub;
using LiveView.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Handler.Tests.Stations;

/// <summary>The stations from Fold to Deliver on a real Azurite and a real Web PubSub emulator, which a test may take away.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly AzuriteProcess _azurite;
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly int _port;
    private PubSubServer? _pubsub;

    private World(AzuriteProcess azurite, PubSubServer pubsub, bool isOwed)
    {
        (_azurite, _pubsub, _port) = (azurite, pubsub, pubsub.Endpoint.Port);
        Topics = new(azurite.ConnectionString, StateTables.Topics, new() { Transport = Tables });
        RecentTable = new(azurite.ConnectionString, StateTables.Recent, new() { Transport = Lists });
        OwedTable = new(azurite.ConnectionString, StateTables.Owed);
        DeadLetterBlobs = new(azurite.ConnectionString, DeadLetters.Container, new() { Transport = Blobs });
        Store = new(Topics);
        Recent = new(RecentTable);
        Owed = new(OwedTable);
        InterestTable = new(azurite.ConnectionString, StateTables.Interest);
        Interests = new(InterestTable, Topics);
        Client = new(pubsub.ConnectionString, "liveview", new() { Transport = Messages });
        Audience = new(Interests, new Settled<InterestOptions>(new() { OwedFeeds = isOwed ? string.Join(',', Feeds.Keys) : "" }), Time);
        Publisher = new(
            Client, Store, Owed, Audience, new DeliverMetrics(Meters), TimeProvider.System, NullLogger<Publisher>.Instance);
        Batch = Owner();
        Sweep = new(
            Owed, Store, Publisher, Recent, new Presence(Interests, Feeds, Client, new PresenceMetrics(Meters, Time), Time, NullLogger<Presence>.Instance), Feeds, NullLogger<Sweep>.Instance);
    }

    /// <summary>What goes to the table of topics.</summary>
    public Tap Tables { get; } = new();

    /// <summary>What goes to the table of recent topics.</summary>
    public Tap Lists { get; } = new();

    /// <summary>What goes to the blobs of dead letters.</summary>
    public Tap Blobs { get; } = new();

    /// <summary>What goes to Web PubSub.</summary>
    public Tap Messages { get; } = new();

    public TableClient Topics { get; }

    public TableClient RecentTable { get; }

    public TableClient OwedTable { get; }

    public BlobContainerClient DeadLetterBlobs { get; }

    /// <summary>The clock of who is there.</summary>
    public ManualTime Time { get; } = new(new(2026, 11, 21, 19, 0, 0, TimeSpan.Zero));

    public TableClient InterestTable { get; }

    public InterestStore Interests { get; }

    public WebPubSubServiceClient Client { get; }

    public TopicStore Store { get; }

    public RecentTopics Recent { get; }

    public OwedTopics Owed { get; }

    public Handler.Deliver.Audience Audience { get; }

    public Publisher Publisher { get; }

    public FoldBatch Batch { get; }

    /// <summary>The feeds of the product, and the tape.</summary>
    public static FrozenDictionary<string, IFeed> Feeds { get; } =
        FeedCatalog.All.Values.Append(new Tape()).ToFrozenDictionary(static feed => feed.Name, StringComparer.Ordinal);

    /// <summary>The updates that were sent to a group, in the order in which Web PubSub got them.</summary>
    public IReadOnlyList<long> Sent(Tier tier) =>
        [.. Messages.Seen.Where(message => Uri.UnescapeDataString(message.Address.AbsolutePath).Contains($"/groups/{tier}/", StringComparison.Ordinal))
            .Select(static message => UpdateJson.Read(message.Body).Position.Offset)];

    public Sweep Sweep { get; }

    public IMeterFactory Meters => _meters.GetRequiredService<IMeterFactory>();

    /// <summary>Somebody who folds the batches of a partition, with a memory of its own.</summary>
    public FoldBatch Owner()
    {
        var metrics = new FoldMetrics(Meters);
        var refusals = new Refusals(new DeadLetters(DeadLetterBlobs, TimeProvider.System), metrics, NullLogger<Refusals>.Instance);
        return new(new FoldTopic(Feeds, Store, Recent, Publisher, refusals, metrics, TimeProvider.System, new Chance()), refusals, metrics, TimeProvider.System);
    }

    /// <summary>Starts it.</summary>
    /// <param name="token">Ends the start.</param>
    /// <param name="isOwed">Whether updates are published though nobody is known to watch.</param>
    public static async Task<World> StartAsync(CancellationToken token, bool isOwed = false)
    {
        var azurite = await AzuriteProcess.StartAsync(new() { BlobPort = 0, QueuePort = 0, TablePort = 0 }, token);
        var world = new World(azurite, await PubSubServer.StartAsync(new() { Port = 0 }, token), isOwed);
        foreach (var table in new[] { world.Topics, world.RecentTable, world.OwedTable, world.InterestTable })
            await table.CreateIfNotExistsAsync(token);
        await world.DeadLetterBlobs.CreateIfNotExistsAsync(token);
        return world;
    }

    /// <summary>Somebody wants to see a topic.</summary>
    public async Task WatchAsync(Topic topic, CancellationToken token) =>
        await Interests.NoteAsync(await Interests.AboutAsync(topic, Time.GetUtcNow(), token), token);

    /// <summary>Web PubSub is away until <see cref="BringPubSubBackAsync"/>.</summary>
    public async ValueTask TakePubSubAwayAsync()
    {
        if (Interlocked.Exchange(ref _pubsub, null) is { } server)
            await server.DisposeAsync();
    }

    public async Task BringPubSubBackAsync(CancellationToken token) =>
        _pubsub = await PubSubServer.StartAsync(new() { Port = _port }, token);

    public async Task<Head?> HeadAsync(Topic topic, CancellationToken token) => (await Store.LoadAsync(topic, token))?.Head;

    public static async Task<int> RowsAsync(TableClient table, CancellationToken token)
    {
        var rows = 0;
        await foreach (var _ in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey ge {""}"), cancellationToken: token))
            rows++;
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await TakePubSubAwayAsync();
        await _azurite.DisposeAsync();
        await _meters.DisposeAsync();
        foreach (var tap in new[] { Tables, Lists, Blobs, Messages })
            tap.Dispose();
    }
}
