using System.Collections.Frozen;
using LiveView.Core.Feeds;
using LiveView.Handler.Connect;
using LiveView.Handler.Ingest.Push;

namespace LiveView.Handler.Record;

/// <summary>
/// <c>GET /api/recordings/{topic}/export?part=updates|raws</c>: the whole recording as one file, a line of metadata and then the records. The
/// provider's own bytes are given only to who has the key.
/// </summary>
internal static class RecordingExport
{
    public static async Task<IResult> HandleAsync(
        string topic, string? part, HttpContext context, FrozenDictionary<string, IFeed> feeds,
        PushDoor door, RecordingBlobs blobs, TimeProvider time, CancellationToken token)
    {
        if (RecordingsEndpoint.Read(topic, feeds, out var problem) is not { } name)
            return problem;
        if (part is not (null or RecordingPart.Updates or RecordingPart.Raws))
            return Problems.Unprocessable("A part is 'updates' or 'raws'.");
        if (part == RecordingPart.Raws && !door.Admits(context.Request))
            return Problems.Unauthorized("The provider's own bytes need the key, as X-Api-Key.");
        var wanted = new RecordingPart(name, part ?? RecordingPart.Updates);
        var segments = await blobs.SegmentsAsync(wanted, token);
        if (segments.Count == 0)
            return Problems.NotFound("Nothing is recorded of this topic.");
        return Results.Stream(stream => WriteAsync(stream, wanted, segments, blobs, time, token), "application/jsonl", $"{name.Key}.{wanted.Name}.jsonl");
    }

    // Segment by segment: the file may be larger than what should be held at once.
    private static async Task WriteAsync(
        Stream stream, RecordingPart part, IReadOnlyList<long> segments, RecordingBlobs blobs, TimeProvider time, CancellationToken token)
    {
        await stream.WriteAsync(RecordLine.Metadata(part, RecordingTail.Empty, time.GetUtcNow()), token);
        foreach (var first in segments)
        {
            foreach (var (_, line) in (await blobs.ReadAsync(part, first, token)).Records)
            {
                await stream.WriteAsync(line, token);
                await stream.WriteAsync("\n"u8.ToArray(), token);
            }
        }
    }
}
