using LiveView.Core.Feeds;
using LiveView.Handler.Ingest;

namespace LiveView.Handler.Tests.Ingest;

/// <summary>A live match is asked for every few seconds, one that is over hardly ever.</summary>
public sealed class PollIntervalTests
{
    [Theory]
    [InlineData(Phase.Live, 3)]
    [InlineData(Phase.Break, 10)]
    [InlineData(Phase.Pre, 60)]
    [InlineData(Phase.Scheduled, 120)]
    [InlineData(Phase.Finished, 120)]
    [Trait("Requirement", "33")]
    public void The_phase_sets_the_pace(Phase phase, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), PollInterval.After(phase, null, 0.5));

    [Fact]
    public void The_dice_spread_it_by_fifteen_hundredths_each_way()
    {
        Assert.Equal(2.55, PollInterval.After(Phase.Live, null, 0).TotalSeconds, 6);
        Assert.InRange(PollInterval.After(Phase.Live, null, 0.999_999).TotalSeconds, 3.449, 3.45);
    }

    [Fact]
    public void A_kick_off_is_not_slept_through() =>
        Assert.Equal(TimeSpan.FromSeconds(20), PollInterval.After(Phase.Scheduled, TimeSpan.FromSeconds(20), 0.5));

    [Fact]
    public void A_start_that_has_passed_does_not_make_us_hurry() =>
        Assert.Equal(TimeSpan.FromSeconds(120), PollInterval.After(Phase.Scheduled, TimeSpan.FromSeconds(-20), 0.5));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(5, 32)]
    [InlineData(50, 120)]
    public void Failures_double_the_wait_up_to_two_minutes(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), PollInterval.AfterFailure(failures, 0.5));

    [Fact]
    public void A_provider_that_says_no_is_left_alone_for_as_long_as_it_asks_and_a_minute_at_least()
    {
        Assert.Equal(TimeSpan.FromMinutes(1), PollInterval.AfterRefusal(null));
        Assert.Equal(TimeSpan.FromMinutes(1), PollInterval.AfterRefusal(TimeSpan.FromSeconds(5)));
        Assert.Equal(TimeSpan.FromMinutes(7), PollInterval.AfterRefusal(TimeSpan.FromMinutes(7)));
    }
}
