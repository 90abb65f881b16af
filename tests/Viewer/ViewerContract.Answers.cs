using LiveView.Core.Topics;
using LiveView.Testing;

namespace LiveView.Viewer.Tests;

/// <content>What it makes of the server's answers, and what it says of itself.</content>
public abstract partial class ViewerContract
{
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
}
