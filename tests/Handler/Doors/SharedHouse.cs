namespace LiveView.Handler.Tests.Doors;

/// <summary>One house for all tests of a class, which leave it as they found it.</summary>
public abstract class SharedHouse(params (string Name, string Value)[] settings) : IAsyncLifetime
{
    private OpenHouse? _house;

    internal OpenHouse House => _house ?? throw new InvalidOperationException("It has not been started.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _house = await OpenHouse.StartAsync(TestContext.Current.CancellationToken, settings);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
