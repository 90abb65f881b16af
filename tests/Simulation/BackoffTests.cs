using LiveView.Viewer;

namespace LiveView.Simulation.Tests;

/// <summary>How long a viewer waits before it tries again.</summary>
public sealed class BackoffTests
{
    [Theory]
    [Trait("Requirement", "165")]
    [InlineData(1, 0.5)]
    [InlineData(2, 1)]
    [InlineData(7, 30)]
    [InlineData(1_000, 30)]
    public void A_try_waits_anything_up_to_a_ceiling_that_doubles_to_30_seconds(int failures, double ceiling)
    {
        Assert.Equal(TimeSpan.Zero, Backoff.After(failures, 0));
        Assert.Equal(TimeSpan.FromSeconds(ceiling) / 2, Backoff.After(failures, 0.5));
    }

    [Fact]
    [Trait("Requirement", "165")]
    public void A_server_that_asks_for_more_time_gets_it() =>
        Assert.Equal(TimeSpan.FromSeconds(45), Backoff.After(1, 0.9, TimeSpan.FromSeconds(45)));
}
