using LiveView.Core.Topics;
using LiveView.Local.PubSub;
using LiveView.Testing;

namespace LiveView.Viewer.Tests;

/// <content>What becomes of its connection: cut, renewed, blocked, slow, and tried again and again.</content>
public abstract partial class ViewerContract
{
    [Fact]
    public async Task A_cut_is_healed_with_nothing_lost_and_nothing_twice()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve(Events, TierKind.Log);
        await using var viewer = Watch(world, Events);
        await HealthAsync(viewer, "fresh");
        for (var round = 1; round <= 3; round++)
        {
            for (var n = 0; n < 20; n++)
            {
                await world.PublishAsync(tier.Commit($$"""{"n":{{tier.Offset + 1}}}"""));
                if (n == 10)
                    world.Wire.Cut();
            }

            await ShowsAsync(viewer, tier);
        }

        Assert.Equal(60, viewer.Entries.Count);
        Assert.Equal(viewer.Entries.Distinct(), viewer.Entries);
        await HealthAsync(viewer, "fresh");
    }

    [Fact]
    public async Task A_restart_of_the_service_is_healed()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve(Events, TierKind.Log);
        tier.Commit("""{"n":1}""");
        await using var viewer = Watch(world, Events);
        await ShowsAsync(viewer, tier);
        await world.MembersAsync(Events, 1);
        await world.RestartPubSubAsync(async () =>
        {
            await HealthAsync(viewer, "recovering");
            tier.Commit("""{"n":2}"""); // there is nobody to publish it
        });
        await ShowsAsync(viewer, tier);
        await world.MembersAsync(Events, 1);
        await world.PublishAsync(tier.Commit("""{"n":3}"""));
        await ShowsAsync(viewer, tier);
        Assert.Equal([1L, 2L, 3L], viewer.Offsets);
    }

    [Fact]
    public async Task The_leave_is_renewed_before_it_expires_and_no_update_is_lost_on_the_way()
    {
        await using var world = await World.StartAsync();
        world.Life = ShortLife;
        var tier = world.Serve(Events, TierKind.Log);
        tier.Commit("""{"n":1}""");
        var started = TimeProvider.System.GetTimestamp();
        await using var viewer = Watch(world, Events);
        await ShowsAsync(viewer, tier);
        await Eventually.Until(
            "it has another connection, and the one before is closed",
            async () =>
            {
                await world.PublishAsync(tier.Commit($$"""{"n":{{tier.Offset + 1}}}"""));
                return world.Negotiations == 2 && world.Wire.Opened == 2 && world.Connections == 1;
            },
            Token,
            Long);
        Assert.True(TimeProvider.System.GetElapsedTime(started, world.Questions.Last(static question => question.Tier is null).At) < world.Life);
        await world.PublishAsync(tier.Commit($$"""{"n":{{tier.Offset + 1}}}"""));
        await ShowsAsync(viewer, tier);
        Assert.Equal(Enumerable.Range(1, (int)tier.Offset).Select(static n => (long)n), viewer.Offsets);
        Assert.Equal(1, world.CatchUps(Events)); // the connections overlapped: nothing was in doubt
    }

    [Fact]
    public async Task Where_web_sockets_are_blocked_it_polls_from_the_same_position_and_ends_when_they_are_not()
    {
        await using var world = await World.StartAsync();
        world.Wire.IsBlocked = true;
        var tier = world.Serve(Events, TierKind.Log);
        tier.Commit("""{"n":1}""");
        await using var viewer = Watch(world, Events, new(PollAfter: 100, PollEvery: 100));
        for (var n = 2; n <= 10; n++)
        {
            await ShowsAsync(viewer, tier);
            tier.Commit($$"""{"n":{{n}}}""");
        }

        await ShowsAsync(viewer, tier);
        await HealthAsync(viewer, "fresh");
        Assert.Equal(10, viewer.Entries.Count);
        Assert.Single(world.Questions, static question => question.Tier is not null && question.Tag.Length == 0);
        world.Wire.IsBlocked = false;
        await world.MembersAsync(Events, 1);
        await world.PublishAsync(tier.Commit("""{"n":11}"""));
        await ShowsAsync(viewer, tier);
        Assert.Equal(viewer.Offsets.Order().Distinct(), viewer.Offsets);
    }

    [Fact]
    [Trait("Requirement", "13")]
    [Trait("Requirement", "42")]
    public async Task A_viewer_that_does_not_read_is_closed_delays_nobody_and_resumes()
    {
        await using var world = await World.StartAsync(static options => options.QueueBytes = 64 * 1024);
        var tier = world.Serve(Events, TierKind.Log);
        tier.Window = 10_000;
        tier.Commit("""{"n":1}""");
        await using var slow = Watch(world, Events);
        await ShowsAsync(slow, tier);
        await world.MembersAsync(Events, 1);
        world.IsDirect = true; // past the wire
        await using var quick = Watch(world, Events);
        await ShowsAsync(quick, tier);
        await world.MembersAsync(Events, 2);
        world.Wire.Stall();
        var text = new string('x', 4_000);
        await Eventually.Until(
            "it is closed as slow",
            async () =>
            {
                for (var n = 0; n < 50; n++)
                    await world.PublishAsync(tier.Commit($$"""{"n":{{tier.Offset + 1}},"text":"{{text}}"}"""));
                return world.PubSub.Board.Closed.ByName().Any(static closed => closed is { Key: nameof(CloseCategory.SlowClient), Value: > 0 });
            },
            Token,
            Long);
        await ShowsAsync(quick, tier); // while the other stands still
        Assert.True(slow.Offset < tier.Offset);
        world.Wire.Flow();
        await ShowsAsync(slow, tier);
        Assert.Equal(slow.Offsets.Order().Distinct(), slow.Offsets);
        Assert.Equal(tier.Offset, slow.Entries.Count);
        Assert.Equal(quick.Entries, slow.Entries);
    }

    [Fact]
    [Trait("Requirement", "157")]
    public async Task Thousands_of_reconnects_leave_no_handler_more_and_dispose_leaves_none()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve(Score);
        tier.Commit("""{"n":1}""");
        var wanted = Reconnects / 5;
        // Whoever has joined and asks is closed, until it was often enough; the first make everything that is made once.
        world.Intercept = (question, _) =>
        {
            if (question.Tier is not null && world.Wire.Opened < wanted)
                Close();
            return Task.FromResult(false);
        };
        await using var viewer = Watch(world, Score, new(Dice: 0));
        var before = await CountAsync();
        wanted += Reconnects;
        Close();
        var after = await CountAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"{Reconnects} reconnects: {before.Handlers} handlers before, {after.Handlers} after; heap {before.Heap} and {after.Heap}");
        // A listener, timer or registration that stays is a hundred bytes at the least.
        Assert.True(after.Heap - before.Heap < (100 * Reconnects) + 1_500_000, $"The heap grew from {before.Heap} to {after.Heap}.");
        await viewer.EndAsync();
        await Eventually.Until("the service has no connection", () => world.Connections == 0, Token);
        await Eventually.Until("the wire carries none", () => world.Wire.Open == 0, Token);

        void Close()
        {
            foreach (var connection in world.Everyone)
                world.PubSub.Board.Close(connection, CloseCode.PolicyViolation, "again", CloseCategory.ClosedByAppServer);
        }

        async Task<(int Handlers, long Heap)> CountAsync()
        {
            await Eventually.Until(
                "it has reconnected", () => world.Wire.Opened >= wanted && world.Connections == 1 && viewer.Health == "fresh", Token, TimeSpan.FromMinutes(3));
            var count = (Handlers: int.MaxValue, Heap: 0L);
            // The official client's ping timer lives for 10 s after its connection.
            await Eventually.Until("it holds a few handlers", async () => (count = await viewer.CountAsync()).Handlers <= Few, Token, Long);
            return count;
        }
    }
}
