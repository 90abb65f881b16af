using LiveView.Core.Feeds;
using LiveView.Handler.Ingest;
using LiveView.Handler.State;

namespace LiveView.Handler.Tests.Ingest;

/// <summary>Who decides when to ask: the audience first, then the match, then the provider.</summary>
public sealed class TimetableTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 19, 0, 0, TimeSpan.Zero);
    private static readonly Demand One = new(Attention.Watched, 1, Now.AddHours(-1));
    private static readonly Target Target = new()
    {
        Feed = "sports",
        Provider = "espn",
        Name = "soccer/eng.1",
        Next = Now.AddSeconds(-10),
        Asked = Now.AddSeconds(-10),
        Phase = Phase.Live,
    };

    [Fact]
    [Trait("Requirement", "32")]
    public void What_nobody_looks_at_is_never_due() => Assert.Null(Due(Target, default));

    [Fact]
    public void What_was_never_asked_is_due() => Assert.True(Due(Target with { Asked = null, Next = default }, One) <= Now);

    [Fact]
    public void A_crowd_is_served_sooner_than_one() =>
        Assert.True(Due(Target with { Phase = Phase.Pre }, One with { Viewers = 100 }) < Due(Target with { Phase = Phase.Pre }, One));

    [Theory]
    [InlineData(Attention.Watched, 10)]
    [InlineData(Attention.Awaited, 15)]
    [InlineData(Attention.Listed, 30)]
    public void The_closer_they_look_the_sooner(object attention, int seconds) =>
        Assert.Equal(Now.AddSeconds(seconds - 10), Due(Target with { Phase = Phase.Break }, new((Attention)attention, 0, default)));

    [Fact]
    public void Who_comes_first_is_not_served_with_an_answer_from_before_he_came()
    {
        var scheduled = Target with { Phase = Phase.Scheduled };
        Assert.True(Due(scheduled, One) > Now.AddSeconds(30));
        Assert.Equal(Now.AddSeconds(-9), Due(scheduled, One with { Since = Now }));
    }

    [Fact]
    public void A_claim_a_failure_and_an_open_circuit_outlast_any_audience()
    {
        Assert.Equal(Now.AddSeconds(20), Due(Target with { Next = Now.AddSeconds(20) }, One));
        Assert.Equal(Now.AddSeconds(25), Due(Target, One, new() { Name = "espn", ClosedUntil = Now.AddSeconds(25) }));
    }

    [Fact]
    public void A_league_without_a_match_today_is_asked_once_an_hour()
    {
        var over = Target with { Phase = Phase.Finished, Day = Now.AddDays(2) };
        Assert.Equal(over.Asked + TimeSpan.FromHours(1), Due(over, One));
        Assert.Equal(over.Asked + TimeSpan.FromHours(1), Due(over with { Phase = null, Day = Now.AddYears(1) }, One with { Since = Now }));
        Assert.Equal(over.Asked + TimeSpan.FromHours(1), Due(over with { Phase = Phase.Scheduled, Day = null, Start = Now.AddHours(20) }, One));
    }

    [Theory]
    [InlineData(Phase.Live)]
    [InlineData(Phase.Break)]
    [InlineData(Phase.Pre)]
    public void A_match_that_is_on_counts_more_than_a_calendar_that_does_not_know_it(Phase phase) =>
        Assert.True(Due(Target with { Phase = phase, Day = Now.AddDays(2) }, One) < Now.AddMinutes(2));

    [Fact]
    public void A_match_day_and_an_answer_without_a_calendar_are_asked_as_usual()
    {
        Assert.True(Due(Target with { Phase = Phase.Scheduled, Day = Now.AddHours(-14), Start = Now.AddHours(20) }, One) < Now.AddMinutes(2));
        Assert.True(Due(Target with { Phase = Phase.Finished }, One) <= Now.AddMinutes(2));
    }

    [Fact]
    public void What_the_provider_finds_polite_is_kept()
    {
        Assert.Equal(Target.Asked + TimeSpan.FromSeconds(10), Due(Target, One, settings: new() { ShortestSeconds = 10 }));
        Assert.Equal(Target.Asked + TimeSpan.FromSeconds(10), Due(Target, One with { Since = Now }, settings: new() { ShortestSeconds = 10 }));
        Assert.Equal(Target.Asked + TimeSpan.FromSeconds(1), Due(Target with { Phase = Phase.Finished, Day = Now.AddDays(2) }, One, settings: new() { LongestSeconds = 1 }));
    }

    [Fact]
    public void Interest_is_added_up_by_league_for_every_provider_of_it()
    {
        var demands = new Demands(
            [
                Watching("sports:eng.1.20261121.ars.che", 3, Target.Key),
                Watching("sports:eng.1.20261121.liv.mci", 4, Target.Key, "sports|openligadb|soccer|eng.1"),
                Watching("sports:nba.20261121.bos.lal", 5, "sports|espn|basketball|nba"),
            ],
            [],
            Now);
        Assert.Equal(new(Attention.Watched, 7, Now), demands.Of(Target));
        Assert.Equal(7, demands.Of(Target with { Provider = "openligadb" }).Viewers); // also who watches what it has not spoken of yet
        Assert.Equal(4, demands.Of(Target with { Provider = "x", Name = "soccer/eng.1/77/eng.1.20261121.liv.mci" }).Viewers); // a play-by-play is of one match
        Assert.Equal(Attention.None, demands.Of(Target with { Provider = "x", Name = "soccer/eng.1/78/eng.1.20261121.mun.eve" }).Attention);
        Assert.Equal(Attention.None, demands.Of(Target with { Name = "hockey/nhl" }).Attention);
    }

    [Fact]
    public void A_topic_that_is_over_wakes_nobody_and_a_topic_that_nobody_knows_is_looked_for_in_its_feed()
    {
        var over = new Demands([Watching("sports:eng.1.20261120.ars.che", 3, Target.Key) with { IsOver = true }], [], Now);
        Assert.Equal(new(Attention.Listed, 0, default), over.Of(Target));
        var unknown = new Demands([Watching("sports:eng.1.20261201.ars.che", 1)], [], Now);
        Assert.Equal(Attention.Awaited, unknown.Of(Target).Attention);
        Assert.Equal(Attention.None, unknown.Of(Target with { Feed = "market" }).Attention);
    }

    [Fact]
    public void The_list_counts_for_its_feed_and_a_feed_that_is_owed_needs_nobody()
    {
        Assert.Equal(Attention.Listed, new Demands([Watching("sports", 0)], [], Now).Of(Target).Attention);
        Assert.Equal(Attention.Awaited, new Demands([], ["sports"], Now).Of(Target).Attention);
        Assert.True(new Demands([], [], Now).IsEmpty);
    }

    [Fact]
    public void Interest_that_nobody_has_looked_after_for_an_hour_counts_no_more() =>
        Assert.True(new Demands([Watching("sports:eng.1.20261121.ars.che", 3, Target.Key) with { Seen = Now.AddHours(-1.1) }], [], Now).IsEmpty);

    private static Interest Watching(string topic, int viewers, params string[] targets) =>
        new() { Name = topic, Viewers = viewers, Targets = [.. targets], Since = Now, Seen = Now };

    private static DateTimeOffset? Due(Target target, Demand demand, ProviderState? provider = null, ProviderOptions? settings = null) =>
        Timetable.Due(target, demand, provider ?? new() { Name = "espn" }, settings ?? new(), Now);
}
