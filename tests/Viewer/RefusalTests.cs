using LiveView.Client;
using LiveView.Testing;

namespace LiveView.Viewer.Tests;

/// <summary>Of several tiers some are refused, or no longer granted: that is theirs alone, and it ends when they are granted again.</summary>
[Collection(nameof(ViewerContract))]
public sealed class RefusalTests
{
    private const string Score = "sports:nba.20261120.bos.lal/score";
    private const string Events = "sports:nba.20261120.bos.lal/events";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tier_that_is_refused_says_so_and_the_others_are_followed()
    {
        await using var world = await World.StartAsync();
        world.Serve(Score).Commit("""{"n":1}""");
        world.Refuse(403, Events);
        await using var client = new LiveViewClient(new() { Server = world.Server });
        var refused = RefusedAsync();
        await using var score = await client.SubscribeAsync(Score, Token);
        Assert.Equal(403, (await refused).Status);
        Assert.Equal(Health.Fresh, score.Health);
        await world.MembersAsync(Score, 1);

        async Task<LiveViewRefusedException> RefusedAsync() =>
            await Assert.ThrowsAsync<LiveViewRefusedException>(() => client.SubscribeAsync(Events, Token));
    }

    [Fact]
    public async Task A_right_that_is_withdrawn_ends_its_own_tier_and_the_others_stay_live()
    {
        await using var world = await World.StartAsync();
        world.Serve(Score).Commit("""{"n":1}""");
        world.Serve(Events);
        await using var client = new LiveViewClient(new() { Server = world.Server, PollAfter = TimeSpan.FromMinutes(1) });
        await using var score = await client.SubscribeAsync(Score, Token);
        await using var log = await client.SubscribeAsync(Events, Token);
        await world.MembersAsync(Score, 1);
        await world.MembersAsync(Events, 1);
        world.Refuse(403, Events);
        world.Wire.Cut();
        await world.MembersAsync(Events, 0);
        await Eventually.Until("it is not called live, and the other is", () => log.Health == Health.Recovering && score.Health == Health.Fresh, Token);
        await world.MembersAsync(Score, 1);
        Assert.True(client.Connections >= 2);
    }

    [Fact]
    public async Task A_right_that_is_withdrawn_while_the_connection_lives_is_noticed_with_the_next_leave()
    {
        await using var world = await World.StartAsync();
        world.Life = TimeSpan.FromSeconds(3);
        world.Serve(Score).Commit("""{"n":1}""");
        world.Serve(Events);
        await using var client = new LiveViewClient(new() { Server = world.Server, PollAfter = TimeSpan.FromMinutes(1), Linger = TimeSpan.FromMilliseconds(200) });
        await using var score = await client.SubscribeAsync(Score, Token);
        await using var log = await client.SubscribeAsync(Events, Token);
        await world.MembersAsync(Events, 1);
        world.Refuse(403, Events);
        await world.MembersAsync(Events, 0);
        await Eventually.Until("it is not called live, and the other is", () => log.Health == Health.Recovering && score.Health == Health.Fresh, Token);
        await world.MembersAsync(Score, 1);
        Assert.True(client.Connections >= 2);
    }

    [Fact]
    public async Task Who_was_refused_and_is_granted_is_followed_live_at_once()
    {
        await using var world = await World.StartAsync();
        world.Serve(Score).Commit("""{"n":1}""");
        world.Serve(Events);
        world.Refuse(403, Events);
        await using var client = new LiveViewClient(new() { Server = world.Server, PollAfter = TimeSpan.FromMinutes(5) });
        await using var score = await client.SubscribeAsync(Score, Token);
        await world.MembersAsync(Score, 1);
        await Assert.ThrowsAsync<LiveViewRefusedException>(() => client.SubscribeAsync(Events, Token));
        world.Intercept = static (_, _) => Task.FromResult(false);
        await using var log = await client.SubscribeAsync(Events, Token).WaitAsync(TimeSpan.FromSeconds(60), Token); // not when the leave is renewed, in minutes
        await world.MembersAsync(Events, 1);
        Assert.Equal(Health.Fresh, score.Health);
    }

    [Fact]
    public async Task Of_many_tiers_the_refused_cost_one_question_more_and_no_place()
    {
        await using var world = await World.StartAsync();
        string[] tiers = [.. Enumerable.Range(0, 20).Select(static n => $"sports:nba.20261120.t{n}.lal/score")];
        foreach (var tier in tiers)
            world.Serve(tier).Commit("""{"n":1}""");
        await using var client = new LiveViewClient(new() { Server = world.Server, PollAfter = TimeSpan.FromMinutes(1) });
        var subscriptions = await Task.WhenAll(tiers.Select(tier => client.SubscribeAsync(tier, Token)));
        foreach (var tier in tiers)
            await world.MembersAsync(tier, 1);
        world.Refuse(403, tiers[3], tiers[7], tiers[11]);
        var before = world.Negotiations;
        world.Wire.Cut();
        await Eventually.Until("the others are live again", () => subscriptions.Count(static tier => tier.Health == Health.Fresh) == 17 && client.Connections >= 2, Token);
        await world.MembersAsync(tiers[0], 1);
        Assert.Equal(before + 2, world.Negotiations);
    }

    [Fact]
    public async Task A_leave_that_is_refused_later_is_asked_for_again()
    {
        await using var world = await World.StartAsync();
        world.Serve(Score).Commit("""{"n":1}""");
        await using var client = new LiveViewClient(new() { Server = world.Server, PollAfter = TimeSpan.FromMinutes(1) });
        await using var score = await client.SubscribeAsync(Score, Token);
        await world.MembersAsync(Score, 1);
        world.Intercept = (question, http) => question.Tier is null && world.Negotiations < 4 ? World.RefuseAsync(http, 401) : Task.FromResult(false);
        world.Wire.Cut();
        await world.MembersAsync(Score, 1);
        await Eventually.Until("it is fresh again", () => score.Health == Health.Fresh && client.Connections == 2, Token);
        Assert.Equal(4, world.Negotiations);
    }
}
