using LiveView.Connector.Sockets;

namespace LiveView.Connector.Tests;

/// <summary>Coming back without all coming at once.</summary>
public sealed class BackoffTests
{
    [Fact]
    [Trait("Requirement", "165")]
    public void The_wait_is_anything_up_to_a_bound_that_doubles_to_30_seconds()
    {
        Assert.Equal(TimeSpan.Zero, Backoff.After(5, 0));
        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30], Enumerable.Range(1, 8).Select(static failures => Backoff.After(failures, 1).TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(30), Backoff.After(int.MaxValue, 1));
    }
}
