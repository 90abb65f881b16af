using System.Net.WebSockets;
using LiveView.Core.Topics;
using LiveView.Handler.State;

namespace LiveView.Handler.Tests.Stations;

/// <summary>Nobody is told what nobody came to hear, and whoever is there is told everything. On a real Azurite and a real Web PubSub emulator.</summary>
public sealed class AudienceTests : IAsyncLifetime
{
    private static readonly Topic Topic = Topic.Parse(Boards.Topic);
    private World? _world;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private World World => _world ?? throw new InvalidOperationException("It has not been started.");

    public async ValueTask InitializeAsync() => _world = await World.StartAsync(Token);

    public ValueTask DisposeAsync() => World.DisposeAsync();

    [Fact]
    [Trait("Requirement", "32")]
    public async Task Without_a_viewer_a_state_is_committed_and_nothing_is_published_or_owed()
    {
        using var sent = new Counted(World.Meters, "liveview.publish.messages");
        await World.TakePubSubAwayAsync(); // a publish would fail, and be owed
        await World.Batch.RunAsync(Boards.Batch(1, Boards.Message(50, 48)), Token);
        Assert.Equal(1, (await World.HeadAsync(Topic, Token))!.Tiers["score"].Position.Offset);
        Assert.Equal(0, await Stations.World.RowsAsync(World.OwedTable, Token));
        Assert.Equal(0, sent.Total);
    }

    [Fact]
    public async Task From_the_moment_a_viewer_has_come_everything_is_published()
    {
        using var sent = new Counted(World.Meters, "liveview.publish.messages");
        await World.Batch.RunAsync(Boards.Batch(1, Boards.Message(50, 48)), Token);
        Assert.Equal(0, sent.Total);
        await World.WatchAsync(Topic, Token);
        await World.Batch.RunAsync(Boards.Batch(2, Boards.Message(53, 48)), Token);
        Assert.True(sent.Total > 0);
        var head = await World.HeadAsync(Topic, Token);
        Assert.Equal(2, head!.Tiers["score"].Position.Offset);
    }

    [Fact]
    [Trait("Requirement", "32")]
    public async Task A_sweep_counts_who_is_connected_once_and_takes_away_the_interest_of_who_has_gone()
    {
        var start = World.Time.GetUtcNow();
        await World.WatchAsync(Topic, Token);
        using (var first = await ConnectAsync("score", "events"))
        {
            using var second = await ConnectAsync("score");
            World.Time.Advance(TimeSpan.FromMinutes(3));
            await World.Sweep.RunAsync(default, Token);
            var counted = Assert.Single(await World.Interests.ReadAsync(Token));
            Assert.Equal((2, start, start.AddMinutes(3)), (counted.Viewers, counted.Since, counted.Seen));
            await second.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);
            await first.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        }

        World.Time.Advance(Interest.Lease);
        await World.Sweep.RunAsync(default, Token);
        Assert.Single(await World.Interests.ReadAsync(Token)); // he may be about to come back
        World.Time.Advance(TimeSpan.FromSeconds(1));
        await World.Sweep.RunAsync(default, Token);
        Assert.Empty(await World.Interests.ReadAsync(Token));
    }

    [Fact]
    public async Task While_Web_PubSub_does_not_say_who_is_there_everybody_is()
    {
        await World.WatchAsync(Topic, Token);
        await World.TakePubSubAwayAsync();
        World.Time.Advance(TimeSpan.FromMinutes(30));
        await World.Sweep.RunAsync(default, Token);
        Assert.Single(await World.Interests.ReadAsync(Token));
    }

    [Fact]
    public async Task Interest_in_a_list_ends_with_its_lease()
    {
        var now = World.Time.GetUtcNow();
        await World.Interests.NoteAsync(new() { Name = "sports", Since = now, Seen = now, Viewers = 0 }, Token);
        World.Time.Advance(Interest.Lease + TimeSpan.FromSeconds(1));
        await World.Sweep.RunAsync(default, Token);
        Assert.Empty(await World.Interests.ReadAsync(Token));
    }

    private async Task<ClientWebSocket> ConnectAsync(params string[] tiers)
    {
        var address = await World.Client.GetClientAccessUriAsync(groups: tiers.Select(static tier => Topic.Tier(tier).ToString()), cancellationToken: Token);
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("json.webpubsub.azure.v1");
        await socket.ConnectAsync(address, Token);
        await socket.ReceiveAsync(new byte[4_096].AsMemory(), Token); // it says that we are connected: the groups are joined
        return socket;
    }
}
