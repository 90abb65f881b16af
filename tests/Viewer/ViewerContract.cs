using LiveView.Core.Topics;
using LiveView.Local.PubSub;
using LiveView.Testing;

namespace LiveView.Viewer.Tests;

/// <summary>What every viewer keeps, whatever it is written in: on real sockets, against the real emulator.</summary>
public abstract class ViewerContract
{
    /// <summary>Sockets and timers that a viewer of one connection holds.</summary>
    private const int Few = 8;

    private const string Score = "sports:nba.20261120.bos.lal/score";
    private const string Events = "sports:nba.20261120.bos.lal/events";
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>How many reconnects are tried to see whether they leave anything.</summary>
    protected abstract int Reconnects { get; }

    /// <summary>A leave to connect that is long enough to be renewed before it expires, and no longer.</summary>
    protected abstract TimeSpan ShortLife { get; }

    [Fact]
    public async Task It_joins_before_it_catches_up_so_that_what_is_committed_between_is_not_lost()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve(Score);
        tier.Commit("""{"n":1}""");
        world.Intercept = async (question, http) =>
        {
            if (question.Tier is null)
                return false;
            world.Intercept = static (_, _) => Task.FromResult(false);
            await world.MembersAsync(Score, 1);
            var (status, _, body) = tier.CatchUp(question.Tag);
            await world.PublishAsync(tier.Commit("""{"n":2}""")); // after the answer is made, before it is given
            http.Response.StatusCode = status;
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, body, Token);
            return true;
        };
        await using var viewer = Watch(world, Score);
        await ShowsAsync(viewer, tier);
        Assert.Equal([1L, 2L], viewer.Offsets);
        Assert.Equal(1, world.CatchUps(Score));
        await HealthAsync(viewer, "fresh");
    }

    [Fact]
    public async Task Messages_that_come_twice_and_change_places_are_shown_once_and_in_order()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve(Events, TierKind.Log);
        await using var viewer = Watch(world, Events, new(AuditEvery: 500));
        await HealthAsync(viewer, "fresh");
        world.PubSub.Board.Faults.Set(new() { Duplicate = 0.2, Reorder = 0.2 });
        for (var n = 1; n <= 300; n++)
            await world.PublishAsync(tier.Commit($$"""{"n":{{n}}}"""));
        await ShowsAsync(viewer, tier);
        Assert.Equal(Enumerable.Range(1, 300).Select(static n => $$"""{"n":{{n}}}"""), viewer.Entries);
        Assert.Equal(viewer.Offsets.Order().Distinct(), viewer.Offsets);
        Assert.True(world.PubSub.Board.Faults.Struck.ByName().Sum(static struck => struck.Value) > 60);
    }

    [Fact]
    public async Task A_lost_update_is_found_at_the_next_one_and_healed_by_one_question()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve(Events, TierKind.Log);
        tier.Commit("""{"n":1}""");
        await using var viewer = Watch(world, Events);
        await ShowsAsync(viewer, tier);
        await world.MembersAsync(Events, 1);
        tier.Commit("""{"n":2}"""); // published to nobody
        await world.PublishAsync(tier.Commit("""{"n":3}"""));
        await ShowsAsync(viewer, tier);
        Assert.Equal(3, viewer.Entries.Count);
        Assert.Equal(2, world.CatchUps(Events));
        await HealthAsync(viewer, "fresh");
    }

    [Fact]
    public async Task A_lost_last_update_is_found_by_the_audit()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve(Score);
        tier.Commit("""{"n":1}""");
        await using var viewer = Watch(world, Score, new(AuditEvery: 300));
        await ShowsAsync(viewer, tier);
        tier.Commit("""{"n":2}""");
        await ShowsAsync(viewer, tier);
        Assert.True(world.CatchUps(Score) >= 2);
    }

    [Fact]
    public async Task An_update_with_a_wrong_hash_is_not_shown_and_the_true_one_is_fetched()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve(Score);
        tier.Commit("""{"n":1}""");
        await using var viewer = Watch(world, Score);
        await ShowsAsync(viewer, tier);
        await world.MembersAsync(Score, 1);
        var forged = ServedTier.Text(tier.Commit("""{"n":2}""")).Replace("""{"n":2}""", """{"n":3}""", StringComparison.Ordinal);
        await world.PublishAsync(Score, forged);
        await ShowsAsync(viewer, tier);
        Assert.DoesNotContain(viewer.Shown, static shown => shown.Document == """{"n":3}""");
        await HealthAsync(viewer, "fresh");
    }

    [Fact]
    [Trait("Requirement", "162")]
    public async Task Garbage_in_the_group_is_survived()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve(Score);
        tier.Commit("""{"n":1}""");
        await using var viewer = Watch(world, Score);
        await ShowsAsync(viewer, tier);
        await world.MembersAsync(Score, 1);
        foreach (var garbage in new[] { "null", "7", "\"x\"", "[]", "{}", """{"tier":7}""", $$"""{"tier":"{{Score}}","epoch":"e1","offset":2,"kind":"patch","data":{"n":1.5},"hash":"x"}""" })
            await world.PublishAsync(Score, garbage);
        await world.PublishAsync(tier.Commit("""{"n":2}"""));
        await ShowsAsync(viewer, tier);
        await HealthAsync(viewer, "fresh");
        Assert.NotEmpty(viewer.Errors);
    }

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

    [Theory]
    [Trait("Requirement", "165")]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Retry_After_is_obeyed_by_whoever_negotiates(int status)
    {
        await using var world = await World.StartAsync();
        world.Serve(Score).Commit("""{"n":1}""");
        world.Intercept = (question, http) => question.Tier is null && world.Negotiations == 1 ? World.RefuseAsync(http, status, retryAfter: 2) : Task.FromResult(false);
        await using var viewer = Watch(world, Score);
        await HealthAsync(viewer, "fresh");
        var asked = world.Questions.Where(static question => question.Tier is null).ToArray();
        Assert.True(TimeProvider.System.GetElapsedTime(asked[0].At, asked[1].At) >= TimeSpan.FromSeconds(1.9));
    }

    [Fact]
    public async Task Retry_After_is_obeyed_by_whoever_catches_up()
    {
        await using var world = await World.StartAsync();
        world.Serve(Score).Commit("""{"n":1}""");
        world.Intercept = (question, http) => question.Tier is not null && world.CatchUps(Score) == 1 ? World.RefuseAsync(http, 503, retryAfter: 2) : Task.FromResult(false);
        await using var viewer = Watch(world, Score);
        await HealthAsync(viewer, "fresh");
        var asked = world.Questions.Where(static question => question.Tier is not null).ToArray();
        Assert.True(TimeProvider.System.GetElapsedTime(asked[0].At, asked[1].At) >= TimeSpan.FromSeconds(1.9));
    }

    [Fact]
    public async Task What_is_no_longer_kept_is_named_and_the_rest_is_shown()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve(Events, TierKind.Log);
        tier.Commit("""{"n":1}""");
        await using var viewer = Watch(world, Events);
        await ShowsAsync(viewer, tier);
        await world.MembersAsync(Events, 1);
        tier.Window = 3;
        for (var n = 2; n <= 9; n++)
            tier.Commit($$"""{"n":{{n}}}""");
        await world.PublishAsync(tier.Commit("""{"n":10}"""));
        await ShowsAsync(viewer, tier);
        await HealthAsync(viewer, "gap");
        Assert.Equal(["""{"n":1}""", """{"n":8}""", """{"n":9}""", """{"n":10}"""], viewer.Entries);
        Assert.True(viewer.Shown[^1].IsMissingSome);
    }

    [Fact]
    public async Task Another_history_replaces_the_one_that_was_shown_and_stragglers_of_the_old_one_change_nothing()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve(Events, TierKind.Log);
        tier.Commit("""{"n":1}""");
        await using var viewer = Watch(world, Events);
        await ShowsAsync(viewer, tier);
        await world.MembersAsync(Events, 1);
        var straggler = tier.Commit("""{"n":2}""");
        tier.Restart("e2");
        await world.PublishAsync(tier.Commit("""{"m":1}"""));
        await Eventually.Until("the new history is shown", () => viewer.Entries is ["""{"m":1}"""], Token);
        await world.PublishAsync(straggler);
        await world.PublishAsync(tier.Commit("""{"m":2}"""));
        await Eventually.Until("it goes on", () => viewer.Entries is ["""{"m":1}""", """{"m":2}"""], Token);
        await HealthAsync(viewer, "gap");
        Assert.True(world.CatchUps(Events) <= 4);
    }

    [Fact]
    public async Task It_says_fresh_recovering_and_stale_and_how_old_the_data_is()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve(Score);
        tier.Commit("""{"n":1}""");
        await using var viewer = Watch(world, Score, new(StaleAfter: 1_500));
        await HealthAsync(viewer, "fresh");
        Assert.True((await viewer.AgeAsync()).Checked < TimeSpan.FromSeconds(1.5));
        world.Intercept = static (_, http) => World.RefuseAsync(http, 503);
        world.Wire.IsBlocked = true;
        world.Wire.Cut();
        await HealthAsync(viewer, "recovering");
        await HealthAsync(viewer, "stale");
        var (age, checkedAgo) = await viewer.AgeAsync();
        Assert.True(age >= TimeSpan.FromSeconds(1.4), $"{age}");
        Assert.True(checkedAgo >= TimeSpan.FromSeconds(1.4), $"{checkedAgo}");
        world.Intercept = static (_, _) => Task.FromResult(false);
        world.Wire.IsBlocked = false;
        await HealthAsync(viewer, "fresh");
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

    private protected abstract Watched Watch(World world, string tier, Patience patience);

    private Watched Watch(World world, string tier) => Watch(world, tier, new());

    private static Task ShowsAsync(Watched viewer, ServedTier tier) => Eventually.Until(
        "it shows what was committed",
        () => viewer.Offset == tier.Offset && (tier.Kind == TierKind.Log || viewer.Document == tier.Document),
        Token,
        Long);

    private static Task HealthAsync(Watched viewer, string health) =>
        Eventually.Until($"it is {health}", () => viewer.Health == health, Token, Long);
}
