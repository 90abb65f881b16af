using FsCheck;
using FsCheck.Fluent;
using LiveView.Core.Feeds;
using LiveView.Handler.Ingest;

namespace LiveView.Handler.Tests.Ingest;

/// <summary>A live match is asked for every few seconds, one that is over hardly ever, and one that nobody watches not so often.</summary>
[Trait("Requirement", "27")]
public sealed class PollIntervalTests
{
    private static readonly Gen<Pace> AnyPace =
        from phase in Gen.Elements<Phase?>(Phase.Live, Phase.Break, Phase.Pre, Phase.Scheduled, Phase.Finished, null)
        from live in Gen.Choose(2, 5)
        from tier in Gen.Elements(1, 1.5, 3)
        from viewers in Gen.Choose(0, 20_000)
        from health in Gen.Choose(0, 100)
        from quota in Gen.Choose(0, 150)
        from start in Gen.Choose(-100, 400)
        from dice in Gen.Choose(0, 999)
        select new Pace
        {
            Phase = phase,
            Live = TimeSpan.FromSeconds(live),
            Tier = tier,
            Viewers = viewers,
            Health = health / 100.0,
            Quota = quota / 100.0,
            UntilStart = start < 0 ? null : TimeSpan.FromSeconds(start),
            Dice = dice / 1_000.0,
        };

    [Theory]
    [InlineData(Phase.Live, 3)]
    [InlineData(Phase.Break, 10)]
    [InlineData(Phase.Pre, 60)]
    [InlineData(Phase.Scheduled, 120)]
    [InlineData(Phase.Finished, 120)] // 300 without an audience, and then the longest wait
    [Trait("Requirement", "33")]
    public void The_phase_sets_the_pace(Phase phase, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), PollInterval.After(new() { Phase = phase }));

    [Theory]
    [InlineData("basketball/nba", 2)]
    [InlineData("soccer/eng.1", 3)]
    [InlineData("hockey/nhl", 3)]
    [InlineData("baseball/mlb", 5)]
    [InlineData("t1", 3)]
    public void Where_more_happens_a_live_target_is_asked_more_often(string target, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), LivePace.Of(target));

    // 60 s × 1.5 ÷ (1 + ln 11) × (1 + 2·0.25) × (1 + 5·0.1), by hand.
    [Fact]
    [Trait("Requirement", "33")]
    public void The_factors_are_those_of_the_formula() =>
        Assert.Equal(
            59.596,
            PollInterval.After(new() { Phase = Phase.Pre, Tier = 1.5, Viewers = 10, Health = 0.75, Quota = 0.8 }).TotalSeconds,
            3);

    [Fact]
    [Trait("Requirement", "33")]
    public void It_is_one_second_at_least_and_two_minutes_at_most_unless_something_begins_before() =>
        Always(pace => PollInterval.After(pace) is var wait
            && wait <= PollInterval.Longest && (wait >= PollInterval.Shortest || wait == pace.UntilStart));

    [Fact]
    public void A_start_is_never_slept_through() =>
        Always(static pace => pace.UntilStart is not { } start || start <= TimeSpan.Zero || PollInterval.After(pace) <= start);

    [Fact]
    public void A_start_that_has_passed_does_not_make_us_hurry() =>
        Always(static pace => PollInterval.After(pace with { UntilStart = TimeSpan.FromSeconds(-20) }) == PollInterval.After(pace with { UntilStart = null }));

    [Fact]
    public void More_viewers_never_wait_longer() =>
        Always(static pace => PollInterval.After(pace with { Viewers = (pace.Viewers * 2) + 1 }) <= PollInterval.After(pace));

    [Fact]
    public void A_worse_provider_a_tighter_quota_and_less_attention_are_never_asked_sooner() =>
        Always(static pace =>
            PollInterval.After(pace with { Health = pace.Health / 2 }) >= PollInterval.After(pace)
            && PollInterval.After(pace with { Quota = pace.Quota + 0.2 }) >= PollInterval.After(pace)
            && PollInterval.After(pace with { Tier = pace.Tier * 1.5 }) >= PollInterval.After(pace));

    [Fact]
    public void Up_to_seven_tenths_of_the_quota_cost_nothing() =>
        Always(static pace => PollInterval.After(pace with { Quota = Math.Min(0.7, pace.Quota) }) == PollInterval.After(pace with { Quota = 0 }));

    [Fact]
    public void The_dice_spread_it_by_fifteen_hundredths_each_way()
    {
        Assert.Equal(2.55, PollInterval.After(new() { Phase = Phase.Live, Dice = 0 }).TotalSeconds, 6);
        Assert.InRange(PollInterval.After(new() { Phase = Phase.Live, Dice = 0.999_999 }).TotalSeconds, 3.449, 3.45);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(4, 16)]
    [InlineData(5, 120)]
    [InlineData(50, 120)]
    [Trait("Requirement", "108")]
    public void Failures_double_the_wait_and_the_fifth_is_the_quarantine(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), PollInterval.AfterFailure(failures, 0.5));

    [Fact]
    public void A_provider_that_says_no_is_left_alone_for_as_long_as_it_asks_and_a_minute_at_least()
    {
        Assert.Equal(TimeSpan.FromMinutes(1), PollInterval.AfterRefusal(null));
        Assert.Equal(TimeSpan.FromMinutes(1), PollInterval.AfterRefusal(TimeSpan.FromSeconds(5)));
        Assert.Equal(TimeSpan.FromMinutes(7), PollInterval.AfterRefusal(TimeSpan.FromMinutes(7))); // beyond the longest interval
    }

    private static void Always(Func<Pace, bool> holds) =>
        Prop.ForAll(Arb.From(AnyPace), holds).QuickCheckThrowOnFailure();
}
