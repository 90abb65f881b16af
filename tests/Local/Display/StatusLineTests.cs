using LiveView.Local.Display;

namespace LiveView.Local.Tests.Display;

/// <summary>The line that says how everything does.</summary>
public sealed class StatusLineTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_tells_topics_viewers_rates_lag_and_errors()
    {
        var before = new StatusReading(Noon, new("liveview_raws{provider=\"espn\"} 10\nliveview_publish_age_count{feed=\"sports\"} 1\nliveview_publish_age_sum{feed=\"sports\"} 9\n"), 0, 0, 0);
        var now = new StatusReading(
            Noon.AddSeconds(10),
            new("""
                # TYPE active_streams gauge
                active_streams{feed="sports"} 2
                active_streams{feed="game"} 1
                liveview_raws{provider="espn"} 25
                liveview_push_raws{feed="game"} 5
                liveview_updates{feed="sports",tier="score"} 7
                liveview_updates_other 100
                liveview_publish_messages{feed="sports"} 12
                liveview_oldest{of="raw"} 1.3
                liveview_oldest{of="poll"} 9
                liveview_publish_age_count{feed="sports"} 5
                liveview_publish_age_sum{feed="sports"} 10
                liveview_rejected{provider="espn",reason="Malformed"} 2
                """),
            4,
            3,
            1);
        Assert.Equal("  12:00:10  3 topics watched, 4 viewers | Raws 2.0/s, updates 0.7/s, messages 1.2/s | lag 3 Raws, 1.3 s, age 0.25 s | errors 3", now.Line(before));
    }

    [Fact]
    public void A_handler_that_began_anew_has_counted_from_nothing_and_one_that_is_away_from_nothing_to_nothing()
    {
        var before = new StatusReading(Noon, new("liveview_updates{feed=\"sports\"} 100\n"), 1, 0, 0);
        Assert.Contains("updates 0.4/s", new StatusReading(Noon.AddSeconds(10), new("liveview_updates{feed=\"sports\"} 4\n"), 1, 0, 0).Line(before), StringComparison.Ordinal);
        Assert.Contains("updates 0.0/s", new StatusReading(Noon.AddSeconds(10), MetricsPage.Empty, 1, 0, 0).Line(before), StringComparison.Ordinal);
    }
}
