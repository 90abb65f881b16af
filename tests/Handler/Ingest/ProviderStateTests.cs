using LiveView.Handler.Ingest;

namespace LiveView.Handler.Tests.Ingest;

/// <summary>Circuit, health and quota of a provider, as its row tells them to all instances.</summary>
[Trait("Requirement", "32")]
public sealed class ProviderStateTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 19, 0, 0, TimeSpan.Zero);
    private static readonly ProviderState New = new() { Name = "espn" };

    [Fact]
    [Trait("Requirement", "22")]
    public void Failures_of_several_calls_add_up_and_the_fifth_opens_the_circuit_for_thirty_seconds()
    {
        var four = After(New, Start, failures: 4);
        Assert.Null(four.ClosedUntil);
        var five = After(four, Start, failures: 1);
        Assert.Equal(Start.AddSeconds(30), five.ClosedUntil);
        Assert.Equal(new Entry.Closed("circuit", Start.AddSeconds(30)), five.Enter(Start.AddMilliseconds(29_999), 600));
    }

    [Fact]
    [Trait("Requirement", "22")]
    public void A_success_between_failures_makes_them_no_row()
    {
        var state = After(After(New, Start, failures: 4), Start, succeeds: true);
        Assert.Null(After(state, Start, failures: 4).ClosedUntil);
    }

    [Fact]
    [Trait("Requirement", "22")]
    public void After_thirty_seconds_one_is_let_through_to_look_and_the_others_wait_for_what_it_finds()
    {
        var later = Start.AddSeconds(30);
        var (looking, passage) = Enter(After(New, Start, failures: 5), later);
        Assert.True(passage.IsProbe);
        Assert.IsType<Entry.Closed>(looking.Enter(later, 600));
        passage.Succeeded();
        Assert.False(Enter(looking.Left(passage, true, null, later), later).Passage.IsProbe);
    }

    [Fact]
    [Trait("Requirement", "22")]
    public void Who_looks_and_fails_has_one_try_and_opens_it_again()
    {
        var later = Start.AddSeconds(31);
        var (looking, passage) = Enter(After(New, Start, failures: 5), later);
        passage.Try();
        passage.Failed(later.AddSeconds(5));
        Assert.True(passage.IsOpen);
        Assert.Equal(later.AddSeconds(35), looking.Left(passage, false, null, later.AddSeconds(5)).ClosedUntil);
    }

    [Fact]
    public void A_call_from_before_the_circuit_opened_does_not_close_it()
    {
        var (entered, passage) = Enter(New, Start);
        var open = After(entered, Start, failures: 5);
        passage.Succeeded();
        Assert.Equal(Start.AddSeconds(30), open.Left(passage, true, null, Start.AddSeconds(1)).ClosedUntil);
    }

    [Fact]
    public void A_provider_that_does_not_want_us_is_left_alone_by_all_for_as_long_as_it_says()
    {
        var (entered, passage) = Enter(New, Start);
        passage.Succeeded();
        Assert.Equal(Start.AddMinutes(7), entered.Left(passage, false, TimeSpan.FromMinutes(7), Start).ClosedUntil);
    }

    [Fact]
    public void The_calls_of_a_minute_are_never_more_than_its_quota_and_what_was_not_used_is_given_back()
    {
        var state = New;
        for (var i = 0; i < 3; i++)
            state = Enter(state, Start, quota: 12).State;
        Assert.Equal(1, state.Quota(Start, 12));
        var closed = Assert.IsType<Entry.Closed>(state.Enter(Start.AddSeconds(59), 12));
        Assert.Equal(("quota", Start.AddSeconds(60)), (closed.Reason, closed.Until));
        Assert.IsType<Entry.Open>(state.Enter(Start.AddSeconds(60), 12));
        Assert.Equal(1.0 / 12, After(New, Start, succeeds: true).Quota(Start, 12));
    }

    [Fact]
    public void Health_is_the_share_of_good_answers_in_five_minutes()
    {
        var state = New;
        for (var i = 0; i < 10; i++)
            state = After(state, Start.AddSeconds(10 * i), succeeds: i < 7, failures: i < 7 ? 0 : 1);
        Assert.Equal(0.7, state.Health(Start.AddSeconds(100)), 6);
        Assert.Equal(0, state.Health(Start.AddSeconds(365)), 6); // the good ones have left the window
        Assert.Equal(1, state.Health(Start.AddSeconds(400)), 6); // nothing is known
    }

    [Fact]
    public void Below_four_tenths_a_provider_is_not_healthy_and_the_verdict_stands_for_a_minute()
    {
        var state = After(After(New, Start, succeeds: true), Start, failures: 1);
        Assert.True(state.IsHealthy(Start)); // a half
        state = After(state, Start, failures: 1);
        Assert.False(state.IsHealthy(Start)); // a third
        for (var i = 0; i < 9; i++)
            state = After(state, Start.AddSeconds(30), succeeds: true);
        Assert.False(state.IsHealthy(Start.AddSeconds(59)));
        Assert.True(state.IsHealthy(Start.AddSeconds(60)));
    }

    [Fact]
    public void The_row_says_what_the_state_says()
    {
        var state = After(After(New, Start, failures: 5), Start, failures: 1);
        var read = ProviderState.Read(state.Write("providers"));
        Assert.Equal((state.Failures, state.ClosedUntil, state.WasHealthy, state.Judged), (read.Failures, read.ClosedUntil, read.WasHealthy, read.Judged));
        Assert.Equal(state.Calls.ToString(), read.Calls.ToString());
        Assert.Equal("", CallWindow.Parse("1:2;x:1:1:1;").ToString());
    }

    [Fact]
    public void A_window_does_not_grow_beyond_its_five_minutes()
    {
        var window = CallWindow.Empty;
        for (var i = 0; i < 1_000; i++)
            window = window.Add(Start.AddSeconds(i), 1, 1, 0);
        Assert.InRange(window.ToString().Split(';').Length, 59, 60);
        Assert.InRange(window.ToString().Length, 1, 1_024);
    }

    private static ProviderState After(ProviderState state, DateTimeOffset now, int failures = 0, bool succeeds = false)
    {
        var (entered, passage) = state.ClosedUntil > now
            ? (state, new Passage("espn", now, 4, state.Failures)) // it was on its way before
            : Enter(state, now);
        for (var i = 0; i < failures; i++)
        {
            passage.Try();
            passage.Failed(now);
        }

        if (succeeds)
        {
            passage.Try();
            passage.Succeeded();
        }

        return entered.Left(passage, succeeds, null, now);
    }

    private static (ProviderState State, Passage Passage) Enter(ProviderState state, DateTimeOffset now, int quota = 600)
    {
        var open = Assert.IsType<Entry.Open>(state.Enter(now, quota));
        return (open.State, open.Passage);
    }
}
