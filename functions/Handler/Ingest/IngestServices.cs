using System.Net;
using LiveView.Handler.Ingest.Providers;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Ingest;

/// <summary>What the station needs.</summary>
internal static class IngestServices
{
    public static IServiceCollection AddIngest(this IServiceCollection services)
    {
        foreach (var provider in ProviderCatalog.All)
        {
            services.AddSingleton(provider);
            services.AddOptions<ProviderOptions>(provider.Name).Configure(provider.Prepare).BindConfiguration(provider.Section).ValidateOnStart();
        }

        services.AddSingleton<ProviderCatalog>().AddSingleton<Illness>();
        services.AddSingleton<IValidateOptions<ProviderOptions>, ProviderOptionsValidator>();
        services.AddOptions<InterestOptions>().BindConfiguration(InterestOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<InterestOptions>, InterestOptionsValidator>();
        services.AddSingleton<ProviderStates>().AddSingleton<Handover>().AddHostedService(static provider => provider.GetRequiredService<Handover>());
        services.AddSingleton<TargetStore>().AddSingleton<PollMemories>().AddSingleton<IngestMetrics>();
        services.AddSingleton<Schedule>().AddSingleton<Poll>();
        services.AddSingleton(static provider =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            return new ProviderClient(Http(), ProviderResilience.Build(time, provider.GetRequiredService<Chance>()), time);
        });
        return services;
    }

    // One for the process: connections are shared and renewed. The resilience policy has the deadlines, so the client has none.
    private static HttpClient Http() => new(new SocketsHttpHandler
    {
        AutomaticDecompression = DecompressionMethods.All,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = ProviderResilience.TryTimeout,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
