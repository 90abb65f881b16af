using LiveView.Cloud.Blobs;
using LiveView.Cloud.Tables;
using LiveView.Handler.Fold;
using LiveView.Handler.Record;
using LiveView.Handler.State;
using LiveView.Handler.Tv;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Resources;

/// <summary>
/// Makes missing tables and containers before the first call, where the settings ask for it, and again when one is missed later: a storage on a
/// laptop that dies forgets what it was given in its last seconds.
/// </summary>
internal sealed class MissingResources(IServiceProvider services, IOptions<StorageOptions> options) : IHostedService, IDisposable
{
    private readonly SemaphoreSlim _making = new(1);

    public Task StartAsync(CancellationToken cancellationToken) => options.Value.CreateIfMissing ? MakeAsync(cancellationToken) : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes what is missing; those who miss something at the same time wait for each other.</summary>
    public async Task MakeAsync(CancellationToken token)
    {
        await _making.WaitAsync(token);
        try
        {
            foreach (var table in StateTables.All)
                await services.GetRequiredKeyedService<TableClient>(table).CreateIfNotExistsAsync(token);
            foreach (var container in new[] { DeadLetters.Container, RecordingBlobs.Container, MediaLibrary.Container })
                await services.GetRequiredKeyedService<BlobContainerClient>(container).CreateIfNotExistsAsync(token);
        }
        finally
        {
            _making.Release();
        }
    }

    public void Dispose() => _making.Dispose();
}
