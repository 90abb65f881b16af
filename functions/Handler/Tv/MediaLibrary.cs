using Azure;
using LiveView.Cloud.Blobs;
using LiveView.Core.Topics;
using LiveView.Feeds.Tv;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Tv;

/// <summary>
/// The segments of stations: a blob each, <c>{station}/{path}/{index}.ts</c>, and a row of the index that says until when it is kept. The row is
/// written first and taken away last, so that no blob is ever without one.
/// </summary>
internal sealed class MediaLibrary(
    [FromKeyedServices(MediaLibrary.Container)] BlobContainerClient container, SegmentIndex index, IOptionsMonitor<TvOptions> options, TimeProvider time)
{
    /// <summary>The container's name.</summary>
    public const string Container = "media";

    /// <summary>A segment's bytes; null where it is not there.</summary>
    public async Task<BinaryData?> ReadAsync(Topic station, MediaPath path, int number, CancellationToken token)
    {
        try
        {
            return (await Blob(station, path, number).DownloadContentAsync(cancellationToken: token)).Value.Content;
        }
        catch (RequestFailedException nothing) when (nothing.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Takes a segment. One that is there never changes: another cut is another path.</summary>
    /// <returns>False where another one lies there.</returns>
    public async Task<bool> WriteAsync(Topic station, MediaPath path, int number, ReadOnlyMemory<byte> bytes, CancellationToken token)
    {
        await index.KeepAsync(new(station.Key, path, number, time.GetUtcNow().AddHours(options.CurrentValue.KeepHours)), token);
        try
        {
            var onlyOnce = new BlobRequestConditions { IfNoneMatch = ETag.All };
            await Blob(station, path, number).UploadAsync(BinaryData.FromBytes(bytes), new() { ContentType = TransportStream.Type, Conditions = onlyOnce }, token);
            return true;
        }
        catch (RequestFailedException there) when (there.Status == 409)
        {
            return await ReadAsync(station, path, number, token) is { } known && known.ToMemory().Span.SequenceEqual(bytes.Span);
        }
    }

    /// <summary>What is wrong with a segment, in a word; null where nothing is.</summary>
    public async Task<string?> TroubleAsync(Topic station, MediaPath path, int number, CancellationToken token)
    {
        try
        {
            var range = new HttpRange(0, TransportStream.Packet * 2);
            var start = (await Blob(station, path, number).DownloadContentAsync(range, cancellationToken: token)).Value.Content;
            return TransportStream.IsStart(start.ToMemory().Span) ? null : "unreadable";
        }
        catch (RequestFailedException failure)
        {
            return failure.Status is 404 ? "missing" : failure.Status is 416 ? "empty" : "unavailable";
        }
    }

    /// <summary>Takes a segment away.</summary>
    public async Task RemoveAsync(IndexedSegment segment, CancellationToken token)
    {
        if (Stations.TopicOf(segment.Station) is { } station)
            await Blob(station, segment.Path, segment.Number).DeleteIfExistsAsync(cancellationToken: token);
        await index.RemoveAsync(segment, token);
    }

    private BlobClient Blob(Topic station, MediaPath path, int number) => container.GetBlobClient($"{station.Key}/{path}/{number}.ts");
}
