using Microsoft.Extensions.Options;

namespace LiveView.Handler.Connect;

/// <summary>What the station needs.</summary>
internal static class ConnectServices
{
    public static IServiceCollection AddConnect(this IServiceCollection services)
    {
        services.AddOptions<ConnectOptions>().BindConfiguration(ConnectOptions.Section).ValidateOnStart()
            .Configure<IConfiguration>(static (connect, settings) => connect.RequireAuth |= settings["LV_WS_REQUIRE_AUTH"] is "1" or "true");
        services.AddSingleton<IValidateOptions<ConnectOptions>, ConnectOptionsValidator>();
        services.AddSingleton<CatchUpDoor>().AddSingleton<CatchUpMetrics>();
        services.AddSingleton<Doorbell>().AddSingleton<Presence>().AddSingleton<PresenceMetrics>();
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ConnectJson.Default));
        return services;
    }
}
