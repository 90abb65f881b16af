using Azure;
using LiveView.Cloud.Blobs;

namespace LiveView.Handler.Record;

/// <summary>The segments of recordings as they lie in their container, one append blob each.</summary>
internal sealed class RecordingBlobs([FromKeyedServices(RecordingBlobs.Container)] BlobContainerClient container)
{
    /// <summary>The container's name.</summary>
    public const string Container = "recordings";

    /// <summary>The numbers of the first records of all segments, in order; the last may be empty yet.</summary>
    public async Task<IReadOnlyList<long>> SegmentsAsync(RecordingPart part, CancellationToken token)
    {
        List<long> firsts = [];
        await foreach (var blob in container.GetBlobsAsync(part.Folder, token))
        {
            if (part.First(blob.Name) is { } first)
                firsts.Add(first);
        }

        return firsts;
    }

    /// <summary>A segment; an empty one where there is none.</summary>
    public async Task<Segment> ReadAsync(RecordingPart part, long first, CancellationToken token) =>
        Segment.Read(part, first, await BytesAsync(part, first, 0, token));

    /// <summary>The bytes of a segment from a place on.</summary>
    public async Task<ReadOnlyMemory<byte>> BytesAsync(RecordingPart part, long first, long from, CancellationToken token)
    {
        try
        {
            var answer = await Blob(part, first).DownloadContentAsync(from == 0 ? default : new HttpRange(from), cancellationToken: token);
            return answer.Value.Content.ToMemory();
        }
        catch (RequestFailedException nothing) when (nothing.Status is 404 or 416)
        {
            return default; // no such segment, or it ends there
        }
    }

    public AppendBlobClient Blob(RecordingPart part, long first) => container.GetAppendBlobClient(part.Blob(first));
}
