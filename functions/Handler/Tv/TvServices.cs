using LiveView.Handler.Doors;
using LiveView.Handler.Tv.Watch;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Tv;

/// <summary>What stations need, and their routes.</summary>
internal static class TvServices
{
    public static IServiceCollection AddTv(this IServiceCollection services)
    {
        services.AddOptions<TvOptions>().BindConfiguration(TvOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TvOptions>, TvOptionsValidator>();
        services.AddSingleton<Stations>().AddSingleton<StationTicks>().AddSingleton<StationTidy>().AddSingleton<Probes>().AddSingleton<TvMetrics>();
        services.AddSingleton<MediaLibrary>().AddSingleton<SegmentIndex>().AddSingleton<WatchStore>();
        return services.AddSingleton<StationEndpoints>().AddSingleton<MediaEndpoint>().AddSingleton<CommandEndpoint>().AddSingleton<WatchEndpoints>();
    }

    public static void MapTv(this IEndpointRouteBuilder app)
    {
        var (station, media, commands, watch) = (
            app.ServiceProvider.GetRequiredService<StationEndpoints>(), app.ServiceProvider.GetRequiredService<MediaEndpoint>(),
            app.ServiceProvider.GetRequiredService<CommandEndpoint>(), app.ServiceProvider.GetRequiredService<WatchEndpoints>());
        var tv = app.MapGroup("/api/tv/{station}");
        tv.MapGet("/live.m3u8", station.PlaylistAsync).WithMetadata(Door.Open).AddEndpointFilter<StationDoor>();
        tv.MapGet("/guide.xml", station.GuideAsync).WithMetadata(Door.Open).AddEndpointFilter<StationDoor>();
        tv.MapGet("/channel_settings.json", station.SettingsAsync).WithMetadata(Door.Open).AddEndpointFilter<StationDoor>();
        tv.MapGet("/media/{**path}", media.GetAsync).WithMetadata(Door.Open).AddEndpointFilter<StationDoor>();
        tv.MapPut("/media/{**path}", media.PutAsync).WithMetadata(Door.Service(MediaEndpoint.MaxBytes, TransportStream.Type));
        tv.MapPost("/commands", commands.HandleAsync).WithMetadata(Door.Service(64 * 1024, "application/json"));
        var known = app.MapGroup("/api/watch");
        known.MapGet("", watch.ExportAsync).WithMetadata(Door.Known);
        known.MapPost("", watch.ImportAsync).WithMetadata(new Door(Entry.Known, WatchEndpoints.MaxImport, "application/json"));
        known.MapPut("", watch.NoteAsync).WithMetadata(new Door(Entry.Known, 16 * 1024, "application/json"));
        known.MapDelete("", watch.ForgetAsync).WithMetadata(Door.Known);
        known.MapGet("/resume", watch.ResumeAsync).WithMetadata(Door.Known);
    }
}
