using System.Globalization;
using Azure;
using LiveView.Feeds.Tv;
using LiveView.Handler.Connect;
using LiveView.Handler.Ingest.Push;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Tv;

/// <summary>
/// <c>GET</c> and <c>PUT /api/tv/{station}/media/{path}/{number}.ts</c>: a segment is brought once, never changes, and may be kept by whoever stands
/// between: it has the same address in every lap.
/// </summary>
internal sealed class MediaEndpoint(MediaLibrary library, PushDoor door, IOptionsMonitor<ConnectOptions> connect, TvMetrics metrics)
{
    /// <summary>The largest segment, in bytes.</summary>
    public const int MaxBytes = 5_000_000;

    private const string Forever = "max-age=31536000, immutable";

    public async Task<IResult> GetAsync(string station, string path, HttpContext context, CancellationToken token)
    {
        if (Stations.TopicOf(station) is not { } topic)
            return StationEndpoints.NoName();
        if (Read(path) is not (var item, var number))
            return NoSegment();
        if (await library.ReadAsync(topic, item, number, token) is not { } bytes)
        {
            metrics.Failed("segment_missing");
            return Problems.NotFound("There is no such segment.");
        }

        context.Response.Headers.CacheControl = $"{connect.CurrentValue.Sharing(topic.Feed)}, {Forever}";
        return Results.Bytes(bytes.ToMemory(), TransportStream.Type);
    }

    public async Task<IResult> PutAsync(string station, string path, HttpContext context, CancellationToken token)
    {
        if (!door.Admits(context.Request))
            return Problems.Unauthorized("Bringing media needs the key, as X-Api-Key.");
        if (Stations.TopicOf(station) is not { } topic)
            return StationEndpoints.NoName();
        if (Read(path) is not (var item, var number))
            return NoSegment();
        if (await PushBody.ReadAsync(context, MaxBytes, token) is not { } body)
            return Problems.TooLarge(MaxBytes);
        if (!TransportStream.IsWhole(body.Span))
            return Problems.Unprocessable("A segment is MPEG-TS: packets of 188 bytes, each beginning with 0x47.");
        try
        {
            return await library.WriteAsync(topic, item, number, body, token)
                ? Results.NoContent()
                : Results.Problem("Another segment lies there, and none ever changes.", statusCode: StatusCodes.Status409Conflict);
        }
        catch (RequestFailedException)
        {
            return Problems.Unavailable("It was not taken; send it again.", TimeSpan.FromSeconds(1));
        }
    }

    // Decoded once, by the server; what is still encoded then is part of a name.
    private static (MediaPath Path, int Number)? Read(string text)
    {
        var slash = text.LastIndexOf('/');
        var name = text.AsSpan(slash + 1);
        return slash > 0 && name.EndsWith(".ts", StringComparison.Ordinal) && int.TryParse(name[..^3], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && name[..^3].SequenceEqual(number.ToString(CultureInfo.InvariantCulture)) && MediaPath.TryParse(text[..slash], out var path)
            ? (path, number)
            : null;
    }

    private static IResult NoSegment() =>
        Problems.Unprocessable($"A segment reads path/number.ts, where a path begins with {string.Join(", ", MediaPath.Roots)} and climbs nowhere.");
}
