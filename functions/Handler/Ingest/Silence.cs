using LiveView.Core.Feeds;

namespace LiveView.Handler.Ingest;

/// <summary>Which providers ought to be heard all the time, and since when they have not been. Pure.</summary>
internal static class Silence
{
    /// <summary>A provider of something live that is watched, and that says nothing for so long, is silent: it is asked every few seconds.</summary>
    public static readonly TimeSpan After = TimeSpan.FromMinutes(2);

    /// <summary>For each provider when it was last heard, if somebody watches a live topic of it; null where nobody expects it to speak.</summary>
    /// <param name="targets">All targets.</param>
    /// <param name="demands">What viewers want.</param>
    public static IEnumerable<(string Provider, DateTimeOffset? Since)> Of(IEnumerable<Target> targets, Demands demands) =>
        from target in targets
        group target by target.Provider into provider
        let isExpected = provider.Any(target => target.Phase == Phase.Live && demands.Of(target).Attention == Attention.Watched)
        select (provider.Key, isExpected ? provider.Max(static target => target.Asked) : null);
}
