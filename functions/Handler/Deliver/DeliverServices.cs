namespace LiveView.Handler.Deliver;

/// <summary>What the station needs.</summary>
internal static class DeliverServices
{
    public static IServiceCollection AddDeliver(this IServiceCollection services) =>
        services.AddSingleton<Publisher>().AddSingleton<Audience>().AddSingleton<OwedTopics>().AddSingleton<Sweep>().AddSingleton<DeliverMetrics>();
}
