using LiveView.Feeds;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Fold;

/// <summary>What the station needs.</summary>
internal static class FoldServices
{
    public static IServiceCollection AddFold(this IServiceCollection services)
    {
        services.AddOptions<SportsOptions>().BindConfiguration(SportsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SportsOptions>, SportsOptionsValidator>();
        services.AddSingleton(static provider => FeedCatalog.With(
            provider.GetRequiredService<IOptions<SportsOptions>>().Value.Parsed(), provider.GetRequiredService<IOptions<Patients.PatientsOptions>>().Value.Policies()));
        return services.AddSingleton<FoldBatch>().AddSingleton<FoldTopic>().AddSingleton<FoldMetrics>().AddSingleton<DeadLetters>().AddSingleton<Refusals>();
    }
}
