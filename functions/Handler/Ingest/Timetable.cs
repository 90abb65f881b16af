using LiveView.Core.Feeds;

namespace LiveView.Handler.Ingest;

/// <summary>When a target is due, from what is known of it, of its audience and of its provider. Pure.</summary>
internal static class Timetable
{
    /// <summary>A match that is further away than this is not today's.</summary>
    public static readonly TimeSpan Today = TimeSpan.FromHours(12);

    /// <summary>How long a target without a match today is left alone. Its calendar may change, so not until the next match.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromHours(1);

    /// <summary>When to ask; null when nobody wants it asked.</summary>
    /// <param name="target">What is known of it.</param>
    /// <param name="demand">What viewers want of it.</param>
    /// <param name="provider">How its provider does.</param>
    /// <param name="settings">What the provider finds polite.</param>
    /// <param name="now">The instant for which it is decided: the provider's health and quota change with it.</param>
    public static DateTimeOffset? Due(Target target, Demand demand, ProviderState provider, ProviderOptions settings, DateTimeOffset now)
    {
        if (demand.Attention == Attention.None)
            return null;
        return Later(Later(Wanted(target, demand, provider, settings, now), target.Next), provider.ClosedUntil ?? default);
    }

    private static DateTimeOffset Wanted(Target target, Demand demand, ProviderState provider, ProviderOptions settings, DateTimeOffset now)
    {
        if (target.Asked is not { } asked)
            return default;
        if (Rests(target, asked))
            return asked + Within(settings, Rest);
        if (demand.Since > asked)
            return asked + Within(settings, PollInterval.Shortest); // somebody came who has seen nothing yet
        return asked + Within(settings, PollInterval.After(new()
        {
            Phase = target.Phase,
            Live = LivePace.Of(target.Name),
            Tier = demand.Tier,
            Viewers = demand.Viewers,
            Health = provider.Health(now),
            Quota = provider.Quota(now, settings.CallsPerMinute),
            UntilStart = target.Start - asked,
            Dice = target.Roll,
        }));
    }

    // Between two match days, and out of season. What is known of neither the calendar nor the next start is asked as usual.
    private static bool Rests(Target target, DateTimeOffset asked) =>
        target.Phase is not (Phase.Live or Phase.Break or Phase.Pre)
        && Earlier(target.Start, target.Day) is { } next
        && next - asked > Today;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static TimeSpan Within(ProviderOptions settings, TimeSpan wait)
    {
        var (shortest, longest) = (TimeSpan.FromSeconds(settings.ShortestSeconds), TimeSpan.FromSeconds(settings.LongestSeconds));
        var polite = wait > shortest ? wait : shortest;
        return polite < longest ? polite : longest;
    }
}
