using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Handler.Deliver;
using LiveView.Handler.Ingest;
using LiveView.Handler.State;
using LiveView.Handler.Tests.Stations;

namespace LiveView.Handler.Tests.Ingest;

/// <summary>Polling follows the audience: nobody is there, nobody is asked; somebody comes, and it begins at once.</summary>
[Trait("Requirement", "32")]
public sealed class InterestTests : IAsyncLifetime
{
    private static readonly Topic Match = Topic.Parse(Boards.Topic);
    private Evening? _evening;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Evening Evening => _evening ?? throw new InvalidOperationException("It has not been started.");

    public async ValueTask InitializeAsync() => _evening = await Evening.StartAsync(Token);

    public ValueTask DisposeAsync() => Evening.DisposeAsync();

    [Fact]
    public async Task An_hour_in_which_nobody_looks_costs_no_call_and_no_order()
    {
        var instance = new Instance(Evening);
        for (var second = 0; second < 3_600; second++)
        {
            await instance.TickAsync(Token);
            Evening.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((0, 0, 0), (Evening.Provider.Asked.Count, Evening.Polls.Waiting, Evening.Raws.Waiting));
    }

    [Fact]
    public async Task The_first_viewer_of_a_topic_has_its_poll_ordered_before_any_tick()
    {
        var instance = new Instance(Evening);
        await instance.TickAsync(Token); // the targets are known
        await HeadAsync(Phase.Live);
        Assert.True(await instance.Doorbell.RingAsync([Match], Token));
        await instance.Poll.RunAsync(Evening.Polls.Take(), Token);
        Assert.Equal([Evening.Start], Evening.Provider.Asked);
    }

    [Fact]
    public async Task The_second_viewer_orders_nothing_and_writes_nothing()
    {
        var instance = new Instance(Evening);
        await HeadAsync(Phase.Live);
        await instance.Doorbell.RingAsync([Match], Token);
        Evening.Polls.Take();
        Evening.Time.Advance(TimeSpan.FromSeconds(39));
        await instance.Doorbell.RingAsync([Match], Token);
        Assert.Equal((0, Evening.Start), (Evening.Polls.Waiting, Assert.Single(await Evening.Interests.ReadAsync(Token)).Seen));
        Evening.Time.Advance(TimeSpan.FromSeconds(1));
        await instance.Doorbell.RingAsync([Match], Token);
        Assert.Equal(Evening.Start.AddSeconds(40), Assert.Single(await Evening.Interests.ReadAsync(Token)).Seen);
    }

    [Fact]
    public async Task Who_looks_at_a_match_that_is_over_wakes_no_poll()
    {
        var instance = new Instance(Evening);
        await HeadAsync(Phase.Finished);
        await instance.Doorbell.RingAsync([Match], Token);
        Assert.Equal(0, Evening.Polls.Waiting);
        Assert.True(Assert.Single(await Evening.Interests.ReadAsync(Token)).IsOver);
    }

    [Fact]
    public async Task The_list_wakes_the_polls_of_its_feed_and_of_no_other()
    {
        var instance = new Instance(Evening);
        await instance.Doorbell.RingAsync("market", Token);
        Assert.Equal(0, Evening.Polls.Waiting);
        await instance.Doorbell.RingAsync("sports", Token);
        Assert.Equal(1, Evening.Polls.Waiting);
    }

    [Fact]
    public async Task A_door_whose_orders_nobody_takes_opens_all_the_same_and_the_next_tick_orders()
    {
        var instance = new Instance(Evening);
        Evening.Polls.IsAway = true;
        Assert.True(await instance.Doorbell.RingAsync([Match], Token));
        Evening.Polls.IsAway = false;
        await instance.TickAsync(Token);
        Assert.Equal(1, Evening.Polls.Waiting);
    }

    [Fact]
    public async Task A_feed_that_is_owed_is_asked_though_nobody_looks()
    {
        Evening.Owing.OwedFeeds = "sports";
        await new Instance(Evening).TickAsync(Token);
        Assert.Equal(1, Evening.Polls.Waiting);
    }

    [Fact]
    public async Task When_the_last_has_gone_it_is_over_with_the_lease_of_his_interest()
    {
        var instance = new Instance(Evening);
        await Evening.WatchAsync(Token);
        await instance.TickAsync(Token);
        await instance.Poll.RunAsync(Evening.Polls.Take(), Token);
        await Evening.Interests.RemoveAsync(Assert.Single(await Evening.Interests.ReadAsync(Token)), Token);
        Evening.Time.Advance(TimeSpan.FromMinutes(10));
        await instance.TickAsync(Token);
        Assert.Equal(0, Evening.Polls.Waiting);
    }

    [Fact]
    public async Task Whoever_wrote_his_interest_before_a_commit_is_seen_after_it_and_who_is_not_there_is_not()
    {
        var audience = new Audience(Evening.Interests, new Settled<InterestOptions>(Evening.Owing), Evening.Time);
        Assert.False(await audience.IsThereAsync(Match, Token));
        await Evening.WatchAsync(Token);
        Assert.True(await audience.IsThereAsync(Match, Token)); // a no is not remembered
        await Evening.Interests.RemoveAsync(Assert.Single(await Evening.Interests.ReadAsync(Token)), Token);
        Assert.True(await audience.IsThereAsync(Match, Token)); // a yes is, for a minute
        Evening.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await audience.IsThereAsync(Match, Token));
    }

    [Fact]
    public async Task A_sign_that_comes_while_a_row_is_taken_away_keeps_it()
    {
        await Evening.WatchAsync(Token);
        var read = Assert.Single(await Evening.Interests.ReadAsync(Token));
        Evening.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.False(await Evening.WatchAsync(Token)); // a refresh
        await Evening.Interests.RemoveAsync(read, Token);
        await Evening.Interests.ReplaceAsync(read with { Viewers = 7 }, Token);
        var kept = Assert.Single(await Evening.Interests.ReadAsync(Token));
        Assert.Equal((1, Evening.Start, Evening.Time.GetUtcNow()), (kept.Viewers, kept.Since, kept.Seen));
    }

    // The topic as a fold left it: its target has had a say in it.
    private async Task HeadAsync(Phase phase) => await Evening.Table(StateTables.Topics).AddEntityAsync(
        new(Boards.Topic, "head") { ["Phase"] = phase.ToString(), ["Turns"] = """{"espn|basketball/nba":1}""" }, Token);
}
