namespace LiveView.Handler.Fold;

/// <summary>What the station needs.</summary>
internal static class FoldServices
{
    public static IServiceCollection AddFold(this IServiceCollection services) =>
        services.AddSingleton<FoldBatch>().AddSingleton<FoldTopic>().AddSingleton<FoldMetrics>().AddSingleton<DeadLetters>().AddSingleton<Refusals>();
}
