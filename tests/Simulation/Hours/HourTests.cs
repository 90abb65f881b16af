namespace LiveView.Simulation.Tests.Hours;

/// <summary>What an hour costs, by who watches.</summary>
public sealed class HourTests
{
    [Fact]
    [Trait("Requirement", "32")]
    public void An_idle_hour_costs_no_call_of_a_provider_and_no_publish()
    {
        var idle = Hour.Run(0);
        Assert.Equal((0, 0), (idle.AllCalls, idle.Publishes));
        Assert.InRange(idle.TableCalls, 3_600, 3_730); // it is looked whether there is interest, once a tick, and by the sweep
    }

    [Fact]
    [Trait("Requirement", "33")]
    public void A_larger_audience_is_served_more_often_and_costs_hardly_more()
    {
        Hour[] hours = [Hour.Run(1), Hour.Run(100), Hour.Run(10_000)];
        Assert.Equal(hours.Select(static hour => hour.AllCalls).Order(), hours.Select(static hour => hour.AllCalls));
        Assert.All(hours, static hour => Assert.InRange(hour.AllCalls, 1, 3_600)); // never sooner than a second
        Assert.All(hours, static hour => Assert.InRange(hour.Publishes, 200, 300)); // each change once, however many are told
        Assert.All(hours, static hour => Assert.True(hour.Calls["Live"] > hour.Calls["Break"] && hour.Calls["Break"] > 0));
    }
}
