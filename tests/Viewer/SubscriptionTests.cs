using System.Net.WebSockets;
using System.Text;
using LiveView.Client;
using LiveView.Core.Canonical;
using LiveView.Core.Topics;
using LiveView.Testing;

namespace LiveView.Viewer.Tests;

/// <summary>What a program in C# can rely on beyond the contract of all viewers.</summary>
[Collection(nameof(ViewerContract))]
public sealed class SubscriptionTests
{
    private const string Score = "sports:nba.20261120.bos.lal/score";
    private const string Events = "sports:nba.20261120.bos.lal/events";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_of_a_document_who_is_slow_gets_the_newest()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve(Score);
        tier.Commit("""{"n":1}""");
        await using var client = new LiveViewClient(new() { Server = world.Server, QueueCapacity = 5 });
        await using var score = await client.SubscribeAsync(Score, Token);
        await world.MembersAsync(Score, 1);
        for (var n = 2; n <= 50; n++)
            await world.PublishAsync(tier.Commit($$"""{"n":{{n}}}"""));
        await Eventually.Until("all have come", () => score.Position?.Offset == 50, Token);
        await using var changes = score.GetAsyncEnumerator(Token);
        Assert.True(await changes.MoveNextAsync());
        Assert.Equal(46, changes.Current.Position.Offset);
        Assert.Equal("""{"n":46}""", Encoding.UTF8.GetString(changes.Current.Document.Span));
        Assert.Null(changes.Current.Unread);
        Assert.Equal(45, score.Conflated);
        Assert.Equal("""{"n":50}""", Encoding.UTF8.GetString(score.Document.Span));
    }

    [Fact]
    public async Task A_reader_of_a_log_who_is_slow_is_told_what_was_not_read()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve(Events, TierKind.Log);
        tier.Commit("""{"n":1}""");
        await using var client = new LiveViewClient(new() { Server = world.Server, QueueCapacity = 5 });
        await using var events = await client.SubscribeAsync(Events, Token);
        await world.MembersAsync(Events, 1);
        for (var n = 2; n <= 50; n++)
            await world.PublishAsync(tier.Commit($$"""{"n":{{n}}}"""));
        await Eventually.Until("all have come", () => events.Position?.Offset == 50, Token);
        await using var changes = events.GetAsyncEnumerator(Token);
        Assert.True(await changes.MoveNextAsync());
        Assert.Equal((46L, (1L, 45L)), (changes.Current.Position.Offset, changes.Current.Unread));
        Assert.True(await changes.MoveNextAsync());
        Assert.Null(changes.Current.Unread);
    }

    [Fact]
    [Trait("Requirement", "158")]
    public async Task Position_document_and_hash_belong_together_whoever_reads_them_when()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve(Score);
        tier.Commit("""{"n":1}""");
        await using var client = new LiveViewClient(new() { Server = world.Server });
        await using var score = await client.SubscribeAsync(Score, Token);
        await world.MembersAsync(Score, 1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reading = ReadAsync();
        for (var n = 2; n <= 500; n++)
            await world.PublishAsync(tier.Commit($$"""{"n":{{n}}}"""));
        await Eventually.Until("all have come", () => score.Latest?.Position.Offset == 500, Token);
        await stop.CancelAsync();
        Assert.True(await reading > 100);

        async Task<int> ReadAsync()
        {
            await Task.Yield();
            var reads = 0;
            while (!stop.IsCancellationRequested)
            {
                reads++;
                var shown = score.Latest!;
                Assert.Equal($$"""{"n":{{shown.Position.Offset}}}""", Encoding.UTF8.GetString(shown.Document.Span));
                Assert.Equal(StateHash.Of(shown.Document.Span), shown.Hash);
            }

            return reads;
        }
    }

    [Fact]
    public async Task Who_listens_to_errors_and_fails_ends_nothing()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve(Score);
        tier.Commit("""{"n":1}""");
        await using var client = new LiveViewClient(new() { Server = world.Server, OnError = static _ => throw new InvalidOperationException("The log is closed.") });
        await using var score = await client.SubscribeAsync(Score, Token);
        await world.MembersAsync(Score, 1);
        for (var cuts = 0; cuts < 3; cuts++)
        {
            await world.PublishAsync(Score, "\"this is no update\"");
            world.Wire.Cut();
            await world.PublishAsync(tier.Commit($$"""{"n":{{cuts + 2}}}"""));
            await Eventually.Until("it shows what was committed", () => score.Position?.Offset == tier.Offset, Token);
            await world.MembersAsync(Score, 1);
        }

        Assert.True(client.Connections >= 2);
    }

    [Fact]
    [Trait("Requirement", "12")]
    public async Task What_a_half_open_connection_kept_back_is_asked_for_when_the_next_has_joined()
    {
        await using var world = await World.StartAsync();
        world.Life = TimeSpan.FromSeconds(8);
        var tier = world.Serve(Score);
        tier.Commit("""{"n":1}""");
        await using var client = new LiveViewClient(new() { Server = world.Server, PollAfter = TimeSpan.FromMinutes(1), AuditEvery = TimeSpan.FromMinutes(10), Linger = TimeSpan.FromSeconds(1), Dice = static () => 0.5 });
        await using var score = await client.SubscribeAsync(Score, Token);
        await world.MembersAsync(Score, 1);
        await Eventually.Until("it is sure", () => score.Health == Health.Fresh && client.Connections >= 1, Token);
        var before = client.Connections;
        world.IsDirect = true; // whoever comes now does not come over the wire
        world.Wire.Stall();
        await world.PublishAsync(Enumerable.Range(2, 40).Select(n => tier.Commit($$"""{"n":{{n}},"text":"{{new string('x', 4_000)}}"}""")).ToArray()); // more than one piece, which is under way
        Assert.Equal(before, client.Connections); // the next one joins after all that
        await Eventually.Until("the next one has joined", () => client.Connections > before, Token);
        await Eventually.Until("it shows what was committed", () => score.Position?.Offset == tier.Offset, Token);
        Assert.Equal(tier.Document, Encoding.UTF8.GetString(score.Document.Span));
    }

    [Fact]
    public async Task Who_follows_what_is_followed_already_is_joined_at_once()
    {
        await using var world = await World.StartAsync();
        world.Serve(Score).Commit("""{"n":1}""");
        await using var client = new LiveViewClient(new() { Server = world.Server, PollAfter = TimeSpan.FromMinutes(1) });
        await using var first = await client.SubscribeAsync(Score, Token);
        await world.MembersAsync(Score, 1);
        await using var second = await client.SubscribeAsync(Score, Token).WaitAsync(TimeSpan.FromSeconds(20), Token); // not after a minute, as one who has no connection
        Assert.Equal(Health.Fresh, second.Health);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sports")]
    [InlineData("sports:a")]
    [InlineData("sports:a b/score")]
    public async Task What_is_no_name_of_a_tier_is_not_asked_for(string name)
    {
        await using var client = new LiveViewClient(new() { Server = new("http://127.0.0.1:9/") });
        await Assert.ThrowsAsync<ArgumentException>(() => client.SubscribeAsync(name, Token));
    }

    [Fact]
    public async Task Tiers_share_connections_and_one_that_comes_later_leaves_no_hole_in_the_others()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve(Score);
        tier.Commit("""{"n":1}""");
        await using var client = new LiveViewClient(new() { Server = world.Server, TiersPerConnection = 2, Linger = TimeSpan.FromSeconds(3) });
        await using var score = await client.SubscribeAsync(Score, Token);
        await world.MembersAsync(Score, 1);
        await using var events = await client.SubscribeAsync(Events, Token);
        await world.MembersAsync(Events, 1);
        await world.PublishAsync(tier.Commit("""{"n":2}""")); // on both connections
        await Eventually.Until("the connection before is closed", () => world.Connections == 1, Token);
        await world.PublishAsync(tier.Commit("""{"n":3}"""));
        await Eventually.Until("all are shown", () => score.Position?.Offset == 3, Token);
        Assert.Equal(1, world.CatchUps(Score));
        await using var third = await client.SubscribeAsync("sports:nba.20261120.bos.lal/stats", Token);
        await Eventually.Until("there is a second connection", () => world.Connections == 2, Token);
        await third.DisposeAsync();
        await Eventually.Until("and it is gone", () => world.Connections == 1, Token);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_not_waited_for_longer_than_the_deadline()
    {
        await using var world = await World.StartAsync();
        world.Serve(Score).Commit("""{"n":1}""");
        world.Intercept = async (question, http) =>
        {
            if (world.Questions.Count(asked => asked.Tier == question.Tier) == 1)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        };
        await using var client = new LiveViewClient(new() { Server = world.Server, Deadline = TimeSpan.FromMilliseconds(300) });
        await using var score = await client.SubscribeAsync(Score, Token);
        Assert.Equal((2, 2), (world.Negotiations, world.CatchUps(Score)));
    }

    [Fact]
    public async Task A_connection_that_says_nothing_any_more_is_given_up()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve(Score);
        tier.Commit("""{"n":1}""");
        await using var client = new LiveViewClient(new() { Server = world.Server, PingEvery = TimeSpan.FromMilliseconds(400), ConnectWithin = TimeSpan.FromSeconds(1) });
        await using var score = await client.SubscribeAsync(Score, Token);
        await world.MembersAsync(Score, 1);
        world.Wire.Stall();
        await Eventually.Until("it doubts", () => score.Health == Health.Recovering, Token);
        tier.Commit("""{"n":2}""");
        world.Wire.Flow();
        await Eventually.Until("it is back", () => score is { Health: Health.Fresh, Position.Offset: 2 } && client.Connections >= 2, Token);
        Assert.True(world.Wire.Opened >= 2);
    }

    [Fact]
    public async Task A_program_whose_clock_is_hours_off_renews_no_more_often_and_knows_the_age()
    {
        await using var world = await World.StartAsync();
        world.Serve(Score).Commit("""{"n":1}""");
        await using var client = new LiveViewClient(new() { Server = world.Server, Time = new Ahead() });
        await using var score = await client.SubscribeAsync(Score, Token);
        await world.MembersAsync(Score, 1);
        Assert.True(score.Age < TimeSpan.FromSeconds(30), $"{score.Age}");
        await score.DisposeAsync();
        Assert.Equal(1, world.Negotiations);
    }

    [Fact]
    public async Task Disposed_while_it_connects_it_waits_for_nothing_and_ends_who_waits_for_it()
    {
        await using var world = await World.StartAsync();
        world.Serve(Score).Commit("""{"n":1}""");
        var connecting = new TaskCompletionSource();
        var client = new LiveViewClient(new()
        {
            Server = world.Server,
            Connect = async (_, token) =>
            {
                connecting.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return new ClientWebSocket();
            },
        });
        var ended = EndedAsync();
        await connecting.Task.WaitAsync(Token);
        await client.DisposeAsync();
        await ended;
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.SubscribeAsync(Score, Token));

        async Task EndedAsync() => await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SubscribeAsync(Score, Token));
    }

    private sealed class Ahead : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(5);
    }
}
