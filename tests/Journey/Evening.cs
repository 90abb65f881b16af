namespace LiveView.Journey.Tests;

/// <summary>One running Live View for several tests, which leave it as healthy as they found it.</summary>
public sealed class Evening : IAsyncLifetime
{
    private RunningLocal? _local;

    internal RunningLocal Local => _local ?? throw new InvalidOperationException("It has not been started.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _local = await RunningLocal.StartAsync(TestContext.Current.CancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Local.DisposeAsync();
}
