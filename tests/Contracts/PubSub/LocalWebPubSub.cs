using LiveView.Local.PubSub;

namespace LiveView.Contracts.Tests.PubSub;

/// <summary>The Web PubSub emulator keeps the contract.</summary>
public sealed class LocalWebPubSub : WebPubSubContract, IAsyncLifetime
{
    private PubSubServer? _server;

    protected override string ConnectionString => (_server ?? throw new InvalidOperationException("The server has not been started.")).ConnectionString;

    protected override string HubName => "contract";

    public async ValueTask InitializeAsync() =>
        _server = await PubSubServer.StartAsync(new() { Port = 0 }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
