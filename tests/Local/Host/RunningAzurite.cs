using LiveView.Local.Azurite;
using LiveView.Local.Tests.Host;

[assembly: AssemblyFixture(typeof(RunningAzurite))]

namespace LiveView.Local.Tests.Host;

/// <summary>One storage emulator in memory for all tests of this assembly; apps are kept apart by their host ids and hubs.</summary>
public sealed class RunningAzurite : IAsyncLifetime
{
    private AzuriteProcess? _process;

    public string ConnectionString => _process?.ConnectionString ?? throw new InvalidOperationException("Azurite is not running.");

    public async ValueTask InitializeAsync() =>
        _process = await AzuriteProcess.StartAsync(new AzuriteOptions { BlobPort = 0, QueuePort = 0, TablePort = 0 }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
            await process.DisposeAsync();
    }
}
