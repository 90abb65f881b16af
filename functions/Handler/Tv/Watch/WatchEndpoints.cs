using System.Text.Json;
using LiveView.Handler.Connect;
using LiveView.Handler.Doors;
using LiveView.Handler.Doors.Entitlement;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Tv.Watch;

/// <summary>
/// <c>/api/watch</c>: where the caller is in each series, and nobody else's. <c>PUT</c> notes a place, <c>GET</c> gives all of them as
/// <c>watch_progress.json</c>, <c>POST</c> takes such a file, <c>DELETE</c> forgets one, <c>GET /resume</c> says where to go on.
/// </summary>
internal sealed class WatchEndpoints(WatchStore store, Stations stations, Entitlements entitlements, IOptionsMonitor<TvOptions> options, TimeProvider time)
{
    /// <summary>The largest file that is taken, in bytes: ten thousand places with long names.</summary>
    public const int MaxImport = 4_000_000;

    private const int Form = 1;

    public async Task<IResult> NoteAsync(HttpContext context, CancellationToken token)
    {
        if (await BodyAsync(context, WatchJson.Default.Noted, token) is not { Series: { } series } noted)
            return NoPlace();
        var place = Sane(new(series, noted.Season, noted.Episode, noted.Position, noted.At ?? time.GetUtcNow()));
        if (!place.IsValid)
            return NoPlace();
        var (isKept, now) = await store.NoteAsync(Viewer(context), place, token);
        return Results.Json(new NotedAnswer(isKept, now), WatchJson.Default.NotedAnswer);
    }

    public async Task<IResult> ExportAsync(HttpContext context, CancellationToken token)
    {
        var places = await store.ReadAsync(Viewer(context), token);
        context.Response.Headers.ContentDisposition = "attachment; filename=watch_progress.json";
        context.Response.Headers.CacheControl = "private, no-store";
        return Results.Json(
            new WatchProgress(Form, time.GetUtcNow(), [.. places.OrderBy(static place => place.Series, StringComparer.Ordinal)]), WatchJson.Default.WatchProgress);
    }

    public async Task<IResult> ImportAsync(HttpContext context, CancellationToken token)
    {
        if (await BodyAsync(context, WatchJson.Default.WatchProgress, token) is not { Version: Form, Places: { } places } || !places.All(static place => place is { IsValid: true }))
            return Problems.Unprocessable("A file of places has version 1 and places, each with series, season, episode, position and at.");
        if (places.Count > options.CurrentValue.WatchEntries)
            return Problems.Unprocessable($"At most {options.CurrentValue.WatchEntries} places are kept.");
        var kept = 0;
        foreach (var some in places.GroupBy(static place => place.Series, (_, same) => Sane(Furthest(same)), StringComparer.Ordinal).Chunk(WatchStore.Most))
            kept += (await store.NoteAllAsync(Viewer(context), some, token)).Count(static noted => noted.IsKept);
        return Results.Json(new ImportAnswer(kept, places.Count - kept), WatchJson.Default.ImportAnswer);
    }

    public async Task<IResult> ForgetAsync(string? series, HttpContext context, CancellationToken token)
    {
        if (string.IsNullOrEmpty(series))
            return Problems.Unprocessable("Say which: ?series=.");
        await store.ForgetAsync(Viewer(context), series, token);
        return Results.NoContent();
    }

    public async Task<IResult> ResumeAsync(string? station, string? series, HttpContext context, CancellationToken token)
    {
        if (string.IsNullOrEmpty(series) || Stations.TopicOf(station ?? "") is not { } topic)
            return Problems.Unprocessable("Say which: ?station=&series=.");
        if (!(await entitlements.OfAsync(context.Caller(), token)).Knows(topic))
            return TierDoor.Refuse(context.Caller());
        if (await stations.FindAsync(topic, token) is not { } found)
            return StationEndpoints.Unknown();
        var place = await store.FindAsync(Viewer(context), series, token);
        if ((place is null ? found.Resume(series, 0, 0, 0) : found.Resume(series, place.Season, place.Episode, place.Position)) is not { Item: var item } resume)
            return Problems.NotFound("The station has no such series.");
        var reason = place is null ? null : resume.Redirected; // who has not begun is led nowhere else
        return Results.Json(
            new ResumeAnswer(item.Path.ToString(), item.Title, series, item.Season ?? 1, item.Episode ?? 1, resume.Position, reason is not null, reason), WatchJson.Default.ResumeAnswer);
    }

    private static Place Furthest(IEnumerable<Place> places) => places.Aggregate(static (one, other) => other.IsFurther(one) ? other : one);

    // A clock that is ahead would keep out what comes after it.
    private Place Sane(Place place) => place with { At = place.At < time.GetUtcNow() ? place.At : time.GetUtcNow() };

    private static async Task<T?> BodyAsync<T>(HttpContext context, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken token)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, token);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Viewer(HttpContext context) => context.Caller().Subject ?? throw new InvalidOperationException("The door lets nobody in without a name.");

    private static IResult NoPlace() => Problems.Unprocessable("A place has series, season, episode and position, in milliseconds.");
}
