using LiveView.Core.Topics;
using LiveView.Testing;

namespace LiveView.Viewer.Tests;

/// <summary>What every viewer keeps, whatever it is written in: on real sockets, against the real emulator.</summary>
public abstract partial class ViewerContract
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
