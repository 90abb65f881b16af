namespace LiveView.Journey.Tests;

/// <summary>The handler dies in the middle of an evening. The viewers do not notice.</summary>
public sealed class KilledHandlerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_handler_killed_twice_loses_nothing_and_shows_nothing_twice()
    {
        await using var local = await RunningLocal.StartAsync(Token);
        await using var audience = await Audience.OfAnEveningAsync(local);
        await audience.MoveOnAsync(8);
        await local.KillHandlerAsync(Token);
        await audience.MoveOnAsync(8);
        await local.KillHandlerAsync(Token);
        await audience.MoveOnAsync(8);
        await audience.KeepsThePromiseAsync();
    }
}
