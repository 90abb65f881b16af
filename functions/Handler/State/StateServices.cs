namespace LiveView.Handler.State;

/// <summary>What the station needs.</summary>
internal static class StateServices
{
    public static IServiceCollection AddState(this IServiceCollection services) =>
        services.AddSingleton<Seal>().AddSingleton<TopicStore>().AddSingleton<RecentTopics>().AddSingleton<SharedReads>().AddSingleton<ReadMetrics>().AddSingleton<PastStates>().AddSingleton<InterestStore>();
}
