using System.Text;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Handler.State;

namespace LiveView.Handler.Tests.Stations;

/// <summary>From a batch of the hub to what viewers are given, with parts of Azure away.</summary>
public sealed class FoldToDeliverTests : IAsyncLifetime
{
    private static readonly Topic Topic = Topic.Parse(Boards.Topic);
    private World? _world;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private World World => _world ?? throw new InvalidOperationException("It has not been started.");

    public async ValueTask InitializeAsync() => _world = await World.StartAsync(Token);

    public ValueTask DisposeAsync() => World.DisposeAsync();

    [Fact]
    public async Task A_batch_that_comes_again_changes_nothing()
    {
        var batch = Boards.Batch(1, Boards.Message(50, 48), Boards.Message(53, 48));
        await World.Batch.RunAsync(batch, Token);
        var once = await World.HeadAsync(Topic, Token);
        await World.Batch.RunAsync(batch, Token);
        var twice = await World.HeadAsync(Topic, Token);
        Assert.Equal(once!.CommitId, twice!.CommitId);
        Assert.Equal(1, twice.Tiers["score"].Position.Offset);
    }

    [Fact]
    public async Task What_could_not_be_published_is_owed_and_the_sweep_pays_it()
    {
        await World.Batch.RunAsync(Boards.Batch(1, Boards.Message(50, 48)), Token);
        await World.WatchAsync(Topic, Token);
        await World.TakePubSubAwayAsync();
        await World.Batch.RunAsync(Boards.Batch(2, Boards.Message(53, 48)), Token); // does not throw: it is committed, and owed
        Assert.Equal(1, await Stations.World.RowsAsync(World.OwedTable, Token));
        await World.BringPubSubBackAsync(Token);
        await World.Sweep.RunAsync(default, Token);
        Assert.Equal(0, await Stations.World.RowsAsync(World.OwedTable, Token));
    }

    [Fact]
    public async Task A_sweep_while_Web_PubSub_is_away_forgets_nothing()
    {
        await World.WatchAsync(Topic, Token);
        await World.TakePubSubAwayAsync();
        await World.Batch.RunAsync(Boards.Batch(1, Boards.Message(50, 48)), Token);
        await World.Sweep.RunAsync(default, Token);
        Assert.Equal(1, await Stations.World.RowsAsync(World.OwedTable, Token));
    }

    [Fact]
    [Trait("Requirement", "162")]
    public async Task What_is_no_raw_is_kept_to_the_byte_once_and_its_neighbours_are_folded()
    {
        var torn = Encoding.UTF8.GetBytes("""{"topic":"sports:nba.20261120.bos.lal","prov""");
        var strange = RawJson.Write(Boards.Raw(50, 48) with { Topic = Topic.Parse("weather:hanoi") });
        var batch = Boards.Batch(1, torn, Boards.Message(50, 48), strange);
        await World.Batch.RunAsync(batch, Token);
        await World.Batch.RunAsync(batch, Token);
        Assert.NotNull(await World.HeadAsync(Topic, Token));
        List<string> kept = [];
        await foreach (var blob in World.DeadLetterBlobs.GetBlobsAsync(cancellationToken: Token))
            kept.Add(blob.Name);
        Assert.Equal(2, kept.Count);
        var malformed = Assert.Single(kept, static name => name.Contains("Malformed", StringComparison.Ordinal));
        var content = await World.DeadLetterBlobs.GetBlobClient(malformed).DownloadContentAsync(cancellationToken: Token);
        Assert.Equal(torn, content.Value.Content.ToArray());
    }

    [Fact]
    public async Task Two_owners_of_a_partition_make_one_history()
    {
        // Each remembers heads of its own; the other commits in between.
        var other = World.Owner();
        for (var i = 0; i < 10; i++)
        {
            var batch = Boards.Batch(i, Boards.Message(50 + i, 48));
            await Task.WhenAll(World.Batch.RunAsync(batch, Token), other.RunAsync(batch, Token));
        }

        var head = await World.HeadAsync(Topic, Token);
        Assert.Equal(10, head!.Tiers["score"].Position.Offset);
        var updates = await World.Store.ReadAsync(Topic.Tier("score"), 1, 10, Token);
        Assert.Equal(Enumerable.Range(1, 10), updates.Select(static update => (int)update.Position.Offset));
    }

    [Fact]
    [Trait("Requirement", "17")]
    public async Task The_list_of_recent_topics_has_a_topic_once_at_the_place_of_its_last_move()
    {
        await World.Batch.RunAsync(Boards.Batch(1, Boards.Message(50, 48)), Token);
        await World.Batch.RunAsync(Boards.Batch(2, Boards.Message(53, 48)), Token);
        List<RecentTopic> list = [];
        await foreach (var topic in World.Recent.ReadAsync("sports", 10, Token))
            list.Add(topic);
        Assert.Equal("Celtics at Lakers", Assert.Single(list).Title);
        Assert.Equal(1, await Stations.World.RowsAsync(World.RecentTable, Token));
    }
}
