using Azure;
using LiveView.Core.Topics;
using LiveView.Feeds.Tv;
using LiveView.Handler.Connect;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Tv;

/// <summary>What viewers ask of a station: its playlist, its guide, its settings.</summary>
internal sealed class StationEndpoints(
    Stations stations, StationTicks ticks, Doorbell doorbell, IOptionsMonitor<ConnectOptions> connect, TimeProvider time, TvMetrics metrics)
{
    /// <summary>How long a player waits for a station that fell behind, or that nobody has watched; then it is told to come again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(150);

    /// <summary><c>GET /api/tv/{station}/live.m3u8</c></summary>
    public async Task<IResult> PlaylistAsync(string station, HttpContext context, CancellationToken token)
    {
        if (Stations.TopicOf(station) is not { } topic)
            return NoName();
        if (!await doorbell.RingAsync([topic], token))
            return Problems.Unavailable("More stations are watched than can be.", TimeSpan.FromMinutes(1));
        var found = await SettledAsync(topic, token);
        if (found is null)
            return Unknown();
        var now = time.GetUtcNow();
        if (!found.IsOnAir(now))
            return Problems.Unavailable("The station is not on the air yet.", TimeSpan.FromSeconds(found.Catalogue.Target));
        // What has fallen behind by more than a player bears is no live picture.
        if (found.Playlist(now) is not { } playlist || (!found.IsSettled(now) && now.ToUnixTimeMilliseconds() - playlist.Segments[^1].End > 3_000L * playlist.Target))
            return Problems.Unavailable("The station is catching up.", TimeSpan.FromSeconds(1));
        metrics.Listed();
        context.Response.Headers.CacheControl = $"{connect.CurrentValue.Sharing(topic.Feed)}, max-age=1";
        return Results.Text(playlist.ToString(), MediaPlaylist.Type);
    }

    /// <summary><c>GET /api/tv/{station}/guide.xml</c></summary>
    public async Task<IResult> GuideAsync(string station, HttpContext context, CancellationToken token)
    {
        if (Stations.TopicOf(station) is not { } topic)
            return NoName();
        if (await stations.FindAsync(topic, token) is not { } found)
            return Unknown();
        context.Response.Headers.CacheControl = $"{connect.CurrentValue.Sharing(topic.Feed)}, max-age=60";
        return Results.Text(found.Guide(topic.Key, time.GetUtcNow()), "application/xml");
    }

    /// <summary><c>GET /api/tv/{station}/channel_settings.json</c>: what can be pushed again, here or elsewhere.</summary>
    public async Task<IResult> SettingsAsync(string station, HttpContext context, CancellationToken token)
    {
        if (Stations.TopicOf(station) is not { } topic)
            return NoName();
        if (await stations.FindAsync(topic, token) is not { } found)
            return Unknown();
        context.Response.Headers.ContentDisposition = "attachment; filename=channel_settings.json";
        return Results.Bytes(CatalogueJson.Write(found.Catalogue, isIndented: true).ToArray(), "application/json");
    }

    public static IResult NoName() => Problems.Unprocessable("A station has 1 to 120 of A-Z, a-z, 0-9, dot, underscore and hyphen.");

    public static IResult Unknown() => Problems.NotFound("There is no such station.");

    /// <summary>The station once it is settled now; as it is, when that takes too long; null where there is none.</summary>
    private async Task<Station?> SettledAsync(Topic topic, CancellationToken token)
    {
        var started = time.GetTimestamp();
        var found = await stations.SettledAsync(topic, time.GetUtcNow(), token);
        if (found is null || found.IsSettled(time.GetUtcNow()))
            return found;
        metrics.Stalled();
        try
        {
            await ticks.TickAsync(topic, token);
        }
        catch (RequestFailedException)
        {
            return found; // the hub is away: what is settled is all there is
        }

        while (found is not null && !found.IsSettled(time.GetUtcNow()) && time.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(Look, time, token);
            found = await stations.SettledAsync(topic, time.GetUtcNow(), token);
        }

        return found;
    }
}
