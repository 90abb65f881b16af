using Azure;
using LiveView.Cloud.Blobs;

namespace LiveView.Handler.Record;

/// <summary>The right to write a segment: short, renewed only while its writer works, let go at the end.</summary>
internal sealed class RecordingLease(RecordingPart part, AppendBlobClient blob, string id, TimeSpan length, TimeProvider time) : IAsyncDisposable
{
    private readonly BlobLeaseClient _lease = blob.GetBlobLeaseClient(id);
    private long? _since;

    public AppendBlobClient Blob => blob;

    public string Id => id;

    /// <summary>Takes it, or takes it again under the same name.</summary>
    /// <exception cref="RecordingBusyException">Another has it.</exception>
    public async Task TakeAsync(CancellationToken token)
    {
        var now = time.GetTimestamp();
        try
        {
            await _lease.AcquireAsync(length, token);
            _since = now;
        }
        catch (RequestFailedException held) when (held.ErrorCode == BlobErrorCode.LeaseAlreadyPresent)
        {
            throw new RecordingBusyException(part, held);
        }
    }

    /// <summary>Renews it when half of its time has passed.</summary>
    public async Task KeepAsync(CancellationToken token)
    {
        if (_since is { } since && time.GetElapsedTime(since) > length / 2)
            await TakeAsync(token);
    }

    /// <summary>Lets it go. Where that fails it ends by itself, and nobody waits longer than it lasts.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_since is null)
            return;
        _since = null;
        try
        {
            await _lease.ReleaseAsync(CancellationToken.None);
        }
        catch (Exception gone) when (gone is RequestFailedException or OperationCanceledException or IOException)
        {
            // Said above.
        }
    }
}
