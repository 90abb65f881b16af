using LiveView.Cloud.Blobs;
using LiveView.Cloud.Tables;
using LiveView.Handler.Fold;
using LiveView.Handler.Record;
using LiveView.Handler.State;
using LiveView.Handler.Tv;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Resources;

/// <summary>Makes missing tables and containers before the first call, where the settings ask for it.</summary>
internal sealed class MissingResources(IServiceProvider services, IOptions<StorageOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.CreateIfMissing)
            return;
        foreach (var table in StateTables.All)
            await services.GetRequiredKeyedService<TableClient>(table).CreateIfNotExistsAsync(cancellationToken);
        await services.GetRequiredKeyedService<BlobContainerClient>(DeadLetters.Container).CreateIfNotExistsAsync(cancellationToken);
        await services.GetRequiredKeyedService<BlobContainerClient>(RecordingBlobs.Container).CreateIfNotExistsAsync(cancellationToken);
        await services.GetRequiredKeyedService<BlobContainerClient>(MediaLibrary.Container).CreateIfNotExistsAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
