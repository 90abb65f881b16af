using System.Net.WebSockets;
using System.Text;
using LiveView.Client;
using LiveView.Local.PubSub;
using LiveView.Testing;

namespace LiveView.Journey.Tests;

/// <summary>Parts of the whole go away, come back, or die at the worst moment. The viewers miss nothing.</summary>
public sealed class TroubledEveningTests(Evening evening) : IClassFixture<Evening>
{
    private const string Noise = "sports:noise.20261120.aaa.bbb/events";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RunningLocal Local => evening.Local;

    [Fact]
    public async Task Storage_that_is_stopped_and_started_again_loses_nothing()
    {
        await using var audience = await Audience.OfAnEveningAsync(Local);
        await Local.RestartStorageAsync(
            () => Eventually.Until("the handler knows that its storage is away", async () => !await Local.IsReadyAsync(Token), Token, Patience), Token);
        await Eventually.Until("it is ready again", () => Local.IsReadyAsync(Token), Token, Patience);
        await audience.MoveOnAsync(5);
        await audience.KeepsThePromiseAsync();
    }

    [Fact]
    public async Task Storage_that_dies_is_started_again_and_the_evening_goes_on()
    {
        await using var audience = await Audience.OfAnEveningAsync(Local);
        await Local.KillStorageAsync(Token);
        await Eventually.Until("it is ready again", () => Local.IsReadyAsync(Token), Token, Patience);
        await audience.MoveOnAsync(5);
        // A kill takes what was not saved, up to 5 s, so a gap may be declared; but all end with what the server has.
        foreach (var watcher in audience.Watchers)
            await Eventually.Until($"{watcher.Tier} shows what the server has", () => watcher.AgreesAsync(Local.Http, Token), Token, Patience);
        Assert.DoesNotContain(audience.Watchers.SelectMany(static watcher => watcher.Faults), static fault => fault.Contains("hashes to", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Web_PubSub_that_goes_away_and_comes_back_is_caught_up_with()
    {
        await using var audience = await Audience.OfAnEveningAsync(Local);
        var updates = await Local.CountAsync("liveview_updates", Token);
        await Local.RestartPubSubAsync(
            () => Eventually.Until("something is committed that reaches nobody", async () => await Local.CountAsync("liveview_updates", Token) > updates, Token, Patience), Token);
        await Eventually.Until("all are connected again", () => audience.Watchers.All(static watcher => watcher.Connections >= 2), Token, Patience);
        await audience.MoveOnAsync(5);
        await audience.KeepsThePromiseAsync();
    }

    [Fact]
    public async Task A_handler_that_dies_while_it_commits_a_batch_loses_nothing()
    {
        await using var audience = await Audience.OfAnEveningAsync(Local);
        var failures = Local.Failures("Fold");
        // The storage stands still while the handler dies: what it was writing is written, or not, after its death.
        await Eventually.Until("a batch is under way", () => CutOffAsync(), Token, Patience);
        await Eventually.Until("the host saw the batch fail", () => Local.Failures("Fold") > failures, Token);
        await audience.MoveOnAsync(5);
        await audience.KeepsThePromiseAsync();

        async Task<bool> CutOffAsync()
        {
            if (Local.Running("Fold") == 0)
                return false;
            var isCutOff = false;
            await Local.WhileStorageSleepsAsync(async () =>
            {
                if (isCutOff = Local.Running("Fold") > 0)
                    await Local.KillHandlerAsync(Token);
            });
            return isCutOff;
        }
    }

    [Fact]
    public async Task A_handler_that_dies_between_commit_and_publish_publishes_when_it_is_back()
    {
        await using var audience = await Audience.OfAnEveningAsync(Local);
        var failures = Local.Failures("Fold");
        Local.PubSub.Board.Faults.Set(new() { Throttle = 1 }); // nothing is published any more: every send is told to come back later
        await Eventually.Until(
            "a batch is committed and being published", () => Local.PubSub.Board.Faults.Struck.ByName().Any(static struck => struck.Key == "Throttle") && Local.Running("Fold") > 0, Token, Patience);
        await Local.KillHandlerAsync(Token);
        Local.PubSub.Board.Faults.Set(new());
        await Eventually.Until("the host saw the batch fail", () => Local.Failures("Fold") > failures, Token);
        await audience.MoveOnAsync(5);
        await audience.KeepsThePromiseAsync();
    }

    [Fact]
    [Trait("Requirement", "135")]
    public async Task Ten_viewers_of_one_tier_see_the_same()
    {
        await using var audience = await Audience.OfAsync(Local, await Local.MovingTierAsync(Token), 10);
        await audience.MoveOnAsync(30);
        await audience.KeepsThePromiseAsync();
        var first = audience.Watchers[0].Hashes;
        foreach (var watcher in audience.Watchers)
            Assert.All(watcher.Hashes, shown => Assert.Equal(first.GetValueOrDefault(shown.Key, shown.Value), shown.Value));
        Assert.True(audience.Watchers.All(watcher => watcher.Hashes.Keys.Intersect(first.Keys).Any()));
    }

    [Fact]
    [Trait("Requirement", "42")]
    public async Task A_viewer_that_does_not_read_delays_nobody_and_resumes_by_catching_up()
    {
        await using var audience = await Audience.OfAnEveningAsync(Local);
        await using var wire = new Wire(() => Local.PubSub.Endpoint.Port);
        // One that neither minds the silence nor asks of its own accord: what it shows came over the wire.
        var patient = new LiveViewClientOptions
        {
            Server = Local.Board,
            Connect = (url, token) => ConnectAsync(url, wire, token),
            PingEvery = TimeSpan.FromMinutes(5),
            AuditEvery = TimeSpan.FromMinutes(10),
        };
        await using var slow = Watcher.Start(patient, audience.Watchers[0].Tier);
        // What it asked when it had joined is answered: nothing is under way but what comes over the wire.
        await Eventually.Until(
            "it has joined", () => slow is { Connections: 1, Health: Health.Fresh } && Hub.Groups().Any(static group => group.Key == Noise), Token, Patience);
        var connections = audience.Watchers.Select(static watcher => watcher.Connections).ToArray();
        var closed = SlowlyClosed();

        wire.Stall();
        var noise = new Message(new Payload(DataType.Text, new byte[16_384].Select(static _ => (byte)'x').ToArray()), Noise);
        await Eventually.Until(
            "it is closed as slow",
            () =>
            {
                for (var i = 0; i < 20; i++)
                    Hub.SendToGroup(noise);
                return SlowlyClosed() > closed;
            },
            Token,
            Patience);
        var shown = slow.Shown.Count;
        await audience.MoveOnAsync(6);
        Assert.Equal(shown, slow.Shown.Count);
        Assert.Equal(connections, audience.Watchers.Select(static watcher => watcher.Connections));

        wire.Flow();
        await Eventually.Until("it is back", () => slow.Connections >= 2, Token, Patience);
        await Eventually.Until("it shows what the server has", () => slow.AgreesAsync(Local.Http, Token), Token, Patience);
        Assert.Empty(slow.Faults);
        Assert.Equal(Enumerable.Range(0, slow.Shown.Count).Select(i => slow.Shown[0] + i), slow.Shown);
        await audience.KeepsThePromiseAsync();
    }

    [Fact]
    public async Task A_thousand_viewers_that_come_back_at_once_all_converge_and_share_the_reads_of_the_store()
    {
        string[] tiers = [.. await Local.LiveTiersAsync("score", 3, Token), .. await Local.LiveTiersAsync("events", 2, Token)];
        using var handler = new SocketsHttpHandler();
        List<Watcher> watchers = [];
        try
        {
            for (var i = 0; i < 1_000; i++)
                watchers.Add(Watcher.Start(new LiveViewClientOptions { Server = Local.Board, Handler = handler }, tiers[i % tiers.Length]));
            await Eventually.Until("all have joined", () => watchers.TrueForAll(static watcher => watcher is { Position: not null, Connections: 1 }), Token, Patience);
            var (answers, reads) = (await Local.CountAsync("liveview_catchup_answers", Token), await Local.CountAsync("liveview_catchup_reads", Token));

            await Local.RestartPubSubAsync(static () => Task.CompletedTask, Token);
            await Eventually.Until("all are back", () => watchers.TrueForAll(static watcher => watcher.Connections >= 2), Token, Patience);
            foreach (var group in watchers.GroupBy(static watcher => watcher.Tier))
            {
                var now = await group.First().ServerAsync(Local.Http, Token);
                await Eventually.Until($"all of {group.Key} are current", () => group.All(watcher => watcher.Position?.Offset >= now && watcher.Health == Health.Fresh), Token, Patience);
                Assert.All(group, static watcher => Assert.Empty(watcher.Faults));
                var told = group.SelectMany(static watcher => watcher.Hashes).Distinct().ToArray();
                Assert.Distinct(told.Select(static shown => shown.Key)); // one state an offset, whoever shows it
            }

            answers = await Local.CountAsync("liveview_catchup_answers", Token) - answers;
            reads = await Local.CountAsync("liveview_catchup_reads", Token) - reads;
            TestContext.Current.TestOutputHelper?.WriteLine($"{answers} questions of {watchers.Count} viewers were answered by {reads} reads of the store");
            Assert.True(answers >= watchers.Count);
            Assert.InRange((double)reads / answers, 0, 0.2);
        }
        finally
        {
            await Task.WhenAll(watchers.Select(static watcher => watcher.DisposeAsync().AsTask()));
        }
    }

    private Hub Hub => Local.PubSub.Board.Hubs["liveview"];

    private long SlowlyClosed() => Local.PubSub.Board.Closed.ByName().Where(static closed => closed.Key == nameof(CloseCategory.SlowClient)).Sum(static closed => closed.Value);

    /// <summary>A connection over the wire that is a member of one more group, in which there will be much.</summary>
    private static async Task<WebSocket> ConnectAsync(Uri url, Wire wire, CancellationToken token)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("json.webpubsub.azure.v1");
        await socket.ConnectAsync(new UriBuilder(url) { Host = "127.0.0.1", Port = wire.Port }.Uri, token);
        await socket.SendAsync(Encoding.UTF8.GetBytes($$"""{"type":"joinGroup","group":"{{Noise}}"}"""), WebSocketMessageType.Text, endOfMessage: true, token);
        return socket;
    }
}
