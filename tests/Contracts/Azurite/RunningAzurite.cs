using LiveView.Contracts.Tests.Azurite;
using LiveView.Local.Azurite;

[assembly: AssemblyFixture(typeof(RunningAzurite))]

namespace LiveView.Contracts.Tests.Azurite;

/// <summary>One emulator in memory for all contracts of this assembly; each suite brings its own names.</summary>
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
