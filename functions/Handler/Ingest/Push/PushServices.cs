using LiveView.Handler.Doors;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Ingest.Push;

/// <summary>What the door for those who push needs, and the door.</summary>
internal static class PushServices
{
    public static IServiceCollection AddPush(this IServiceCollection services)
    {
        services.AddOptions<PushOptions>().BindConfiguration(PushOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PushOptions>, PushOptionsValidator>();
        services.AddSingleton<IValidateOptions<PushOptions>, PushDoorValidator>();
        return services.AddSingleton<PushDoor>().AddSingleton<PushRate>().AddSingleton<PushGate>().AddSingleton<PushMetrics>().AddSingleton<PushEndpoint>();
    }

    public static void MapPush(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/push/{feed}/{key}", static (string feed, string key, HttpContext context, PushEndpoint push, CancellationToken token) =>
            push.HandleAsync(feed, key, context, token)).WithMetadata(Door.Service(5_000_000, "application/json", "application/fhir+json"));
}
