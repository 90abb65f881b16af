using LiveView.Core.Wire;
using LiveView.Testing;

namespace LiveView.Handler.Tests.Ingest;

/// <summary>Nobody is the leader: a claim is a row, held while work is under way and by nobody at rest.</summary>
public sealed class ClaimTests : IAsyncLifetime
{
    private Evening? _evening;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Evening Evening => _evening ?? throw new InvalidOperationException("It has not been started.");

    public async ValueTask InitializeAsync() => _evening = await Evening.StartAsync(Token);

    public ValueTask DisposeAsync() => Evening.DisposeAsync();

    [Fact]
    [Trait("Requirement", "5")]
    public async Task At_rest_nothing_is_held()
    {
        var instance = new Instance(Evening);
        await Evening.WatchAsync(Token);
        await instance.TickAsync(Token);
        Assert.NotNull((await Evening.TargetAsync(Token)).Claim);
        await instance.Poll.RunAsync(Evening.Polls.Take(), Token);
        var target = await Evening.TargetAsync(Token);
        Assert.Null(target.Claim);
        Assert.Equal((target.Turn, Evening.Time.GetUtcNow()), (target.Ended, target.Next));
    }

    [Fact]
    [Trait("Requirement", "5")]
    [Trait("Requirement", "6")]
    public async Task A_poll_that_is_cut_off_by_a_stop_is_taken_up_on_the_next_tick_elsewhere()
    {
        var (leaving, staying) = (new Instance(Evening), new Instance(Evening));
        await Evening.WatchAsync(Token);
        await leaving.TickAsync(Token);
        Evening.Provider.Answer = static _ => null;
        var poll = leaving.Poll.RunAsync(Evening.Polls.Take(), Token);
        await Eventually.Until("the provider is asked", () => Evening.Provider.Asked.Count == 1, Token);

        await leaving.Handover.StoppingAsync(Token); // the clock stands: it takes no time at all
        await poll;
        var (stopped, text) = Assert.Single(leaving.Logs.Lines);
        Assert.Equal("scheduler_leader_released", stopped.Name);
        Assert.StartsWith($"scheduler_leader_released: {leaving.Handover.Instance} gives {Evening.Key}", text, StringComparison.Ordinal);

        Evening.Time.Advance(TimeSpan.FromSeconds(1)); // of the two that are allowed
        Evening.Provider.Answer = static _ => Evening.Board();
        await staying.TickAsync(Token);
        await staying.Poll.RunAsync(Evening.Polls.Take(), Token);
        Assert.Equal(2, Evening.Provider.Asked.Count);
        Assert.Equal(1, Evening.Raws.Waiting);
    }

    [Fact]
    [Trait("Requirement", "6")]
    public async Task Orders_that_a_stopping_instance_has_not_begun_go_back_too_and_it_makes_no_new_claims()
    {
        var leaving = new Instance(Evening);
        await Evening.WatchAsync(Token);
        await leaving.TickAsync(Token);
        await leaving.Handover.StoppingAsync(Token);
        await leaving.Poll.RunAsync(Evening.Polls.Take(), Token);
        Assert.Empty(Evening.Provider.Asked);
        Assert.Null((await Evening.TargetAsync(Token)).Claim);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.TickAsync(Token));
        Assert.Null((await Evening.TargetAsync(Token)).Claim);
        Assert.Equal(0, Evening.Polls.Waiting);
    }

    [Fact]
    [Trait("Requirement", "5")]
    public async Task What_was_claimed_and_could_not_be_ordered_goes_back()
    {
        var instance = new Instance(Evening);
        await Evening.WatchAsync(Token);
        Evening.Polls.IsAway = true;
        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => instance.TickAsync(Token));
        var target = await Evening.TargetAsync(Token);
        Assert.Equal((null, Evening.Time.GetUtcNow()), (target.Claim, target.Next));
    }

    [Fact]
    [Trait("Requirement", "7")]
    public async Task A_tick_that_fails_is_followed_by_two_seconds_of_rest_and_then_by_ticks_as_before()
    {
        var instance = new Instance(Evening);
        await Evening.WatchAsync(Token);
        Evening.Polls.IsAway = true;
        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => instance.TickAsync(Token));
        Evening.Polls.IsAway = false;
        Evening.Time.Advance(TimeSpan.FromMilliseconds(1_999));
        await instance.TickAsync(Token);
        Assert.Equal(0, Evening.Polls.Waiting);
        Evening.Time.Advance(TimeSpan.FromMilliseconds(1));
        await instance.TickAsync(Token);
        Assert.Equal(1, Evening.Polls.Waiting);
    }

    [Fact]
    [Trait("Requirement", "5")]
    public async Task What_a_crashed_instance_had_begun_is_taken_up_within_thirty_seconds_and_not_before_it_may_have_ended()
    {
        var (crashing, other) = (new Instance(Evening, new ManualTime(Evening.Start)), new Instance(Evening)); // for the dead, time stands still
        await Evening.WatchAsync(Token);
        await crashing.TickAsync(Token);
        Evening.Provider.Answer = static _ => null;
        _ = crashing.Poll.RunAsync(Evening.Polls.Take(), CancellationToken.None); // and nobody hears of it again
        await Eventually.Until("the provider is asked", () => Evening.Provider.Asked.Count == 1, Token);
        var crashed = await Evening.TargetAsync(Token);
        var seconds = 0;
        while (Evening.Polls.Waiting == 0 && seconds < 60)
        {
            seconds++;
            Evening.Time.Advance(TimeSpan.FromSeconds(1));
            await other.TickAsync(Token);
        }

        Assert.InRange(seconds, 21, 30);
        Evening.Provider.Answer = static _ => Evening.Board();
        await other.Poll.RunAsync(Evening.Polls.Take(), Token);
        Assert.True((await Evening.TargetAsync(Token)).Turn > crashed.Turn); // the fence: what the dead one may yet say is not heard any more
    }

    [Fact]
    [Trait("Requirement", "5")]
    [Trait("Requirement", "6")]
    public async Task Of_two_leaders_only_one_ever_has_its_way()
    {
        Instance[] leaders = [.. Enumerable.Range(0, 4).Select(_ => new Instance(Evening))];
        await Evening.WatchAsync(Token);
        var polled = 0;
        for (var round = 0; round < 25; round++)
        {
            await Task.WhenAll(leaders.Select(leader => leader.TickAsync(Token)));
            var batch = Evening.Polls.Take();
            Assert.Single(batch.Events);
            await Task.WhenAll(leaders.Select(leader => leader.Poll.RunAsync(batch, Token))); // the hub delivers it to all of them
            polled++;
            Assert.Equal(polled, Evening.Provider.Asked.Count);
            Evening.Time.Advance(TimeSpan.FromSeconds(2));
        }

        var turns = Evening.Raws.Take().Events.Select(static raw => RawJson.TryRead(raw.Body, out _)!.Turn!.Value).ToList();
        Assert.Equal(turns.Order(), turns);
        Assert.Distinct(turns);
    }
}
