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

    [Fact]
    [Trait("Requirement", "165")]
    public async Task An_exchange_that_greets_and_closes_is_asked_less_and_less_often()
    {
        List<DateTimeOffset> asked = [];
        await using var followed = await FollowedExchange.StartAsync("kraken", TestContext.Current.CancellationToken, exchange =>
        {
            exchange.Farewell = """{"event":"systemStatus","status":"maintenance"}""";
            exchange.Opening = () => asked.Add(exchange.Now);
        });
        await followed.Until("it was tried five times", () => asked.Count >= 5, TestContext.Current.CancellationToken);
        var pauses = asked.Zip(asked.Skip(1), static (one, next) => (next - one).TotalSeconds).ToList();
        Assert.True(pauses[^1] >= 2, $"The pauses were {string.Join(", ", pauses)} s."); // half of 4: the dice fall in the middle
    }
}
