using System.Collections.Frozen;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Handler.Connect;
using LiveView.Handler.Doors;
using LiveView.Handler.Doors.Entitlement;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Record;

/// <summary>
/// <c>GET /api/recordings/{topic}</c> says what there is; with <c>?from=&amp;to=</c> it is a page of records, and with <c>&amp;tier=&amp;epoch=</c> a page
/// of the updates that are kept of a tier. A page never changes, so that whoever stands between may keep it for good.
/// </summary>
internal static class RecordingsEndpoint
{
    private const string Forever = "max-age=31536000, immutable";

    public static void MapRecordings(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/recordings");
        api.MapGet("/{topic}", GetAsync).WithMetadata(Door.Open, new TierPages("tier")).AddEndpointFilter<RecordingDoor>();
        api.MapGet("/{topic}/export", RecordingExport.HandleAsync).WithMetadata(Door.Open).AddEndpointFilter<RecordingDoor>();
        api.MapPost("", RecordingImport.HandleAsync).WithMetadata(Door.Service(32_000_000, "application/jsonl", "application/x-ndjson", "application/json", "text/plain"));
    }

    /// <summary>The topic of a path, if it is one. Who may have it, the door has looked at.</summary>
    internal static Topic? Read(string path, FrozenDictionary<string, IFeed> feeds, out IResult problem)
    {
        problem = Problems.Unprocessable("A topic reads feed:key.");
        if (!Topic.TryParse(Uri.UnescapeDataString(path), out var topic))
            return null;
        problem = Problems.NotFound($"No feed is named '{topic.Feed}'.");
        return feeds.ContainsKey(topic.Feed) ? topic : null;
    }

    private static async Task<IResult> GetAsync(
        string topic, long? from, long? to, string? tier, string? epoch, HttpContext context, FrozenDictionary<string, IFeed> feeds,
        IOptionsMonitor<ConnectOptions> connect, RecordingBlobs blobs, RecordingStates states, KeptPages kept, CancellationToken token)
    {
        if (Read(topic, feeds, out var problem) is not { } name)
            return problem;
        if (from is null && to is null)
            return await SummaryAsync(new(name, RecordingPart.Updates), context, blobs, states, token);
        if (from is not { } first || to is not { } last || first < 1 || last < first || last - first >= RecordingWriter.SegmentRecords)
            return Problems.Unprocessable($"A page reads ?from=1&to=1000: at most {RecordingWriter.SegmentRecords} records.");
        var page = tier is null
            ? await RecordedAsync(new(name, RecordingPart.Updates), first, last, blobs, token)
            : Tier.TryParse($"{name}/{tier}", out var named) ? await kept.ReadAsync(named, epoch, first, last, token) : null;
        if (page is null)
            return Problems.NotFound("This range is not recorded, or not within one segment, or no longer kept.");
        context.Response.Headers.CacheControl = $"{connect.CurrentValue.Sharing(name.Feed)}, {Forever}";
        return Results.Bytes(page, "application/json");
    }

    private static async Task<IResult> SummaryAsync(
        RecordingPart part, HttpContext context, RecordingBlobs blobs, RecordingStates states, CancellationToken token)
    {
        var segments = await blobs.SegmentsAsync(part, token);
        if (segments.Count == 0)
            return Problems.NotFound("Nothing is recorded of this topic.");
        var end = await blobs.ReadAsync(part, segments[^1], token);
        var stopped = await states.FindStoppedAsync(part, token);
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(RecordingJson.Summary(part, segments, end, stopped), "application/json");
    }

    private static async Task<byte[]?> RecordedAsync(RecordingPart part, long from, long to, RecordingBlobs blobs, CancellationToken token)
    {
        var segments = await blobs.SegmentsAsync(part, token);
        var first = segments.LastOrDefault(segment => segment <= from);
        if (first == 0 || await blobs.ReadAsync(part, first, token) is not { } segment || to > segment.End.Last)
            return null;
        return RecordingJson.Page(part, from, to, segment.Before(from), segment.Records.Where(record => record.Number >= from && record.Number <= to));
    }
}
