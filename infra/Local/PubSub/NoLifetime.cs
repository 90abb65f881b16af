namespace LiveView.Local.PubSub;

/// <summary>Leaves signals to who started the server: the host's own lifetime would close the door before the drain.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
