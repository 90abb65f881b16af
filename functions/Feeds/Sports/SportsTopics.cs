using LiveView.Core.Topics;

namespace LiveView.Feeds.Sports;

/// <summary>
/// Names matches: <c>{league}.{date}.{away}.{home}</c>, away first as people say it ("Celtics at Lakers"), with <c>.2</c> for the second
/// match of the same sides at the same place on one day.
/// </summary>
/// <remarks>
/// Nothing of it is a provider's own: the league, the date that people give the match (<see cref="GameDay"/>), the sides
/// (<see cref="TeamCode"/>). Within a process an event id keeps its topic while the sides are the same and the start stays within
/// 12 hours, so that a kick-off moved past midnight does not begin another match; after a restart the name is made anew from the date
/// as it stands then, and of a double-header the earlier match is the one without a number. When the place of a winner is filled, the
/// match of the real sides is a new topic; the topic of the placeholder is told (see <c>moved</c> in <c>score</c>).
/// </remarks>
internal static class SportsTopics
{
    private static readonly TimeSpan SameMatch = TimeSpan.FromHours(12);

    public static string Sides(Match match) =>
        $"{TeamCode.Of(match.League, match.Away, match.Id)}.{TeamCode.Of(match.League, match.Home, match.Id)}";

    /// <summary>Whether an event that had a topic still is that match.</summary>
    public static bool IsStill(Known known, Match match, string sides) =>
        known.Topic is not null && known.Sides == sides && (match.Start - known.Anchor).Duration() <= SameMatch;

    /// <summary>The topic of a match that has none, beside those that are taken.</summary>
    public static Topic? Name(Match match, string sides, IReadOnlySet<Topic> taken)
    {
        var name = $"sports:{match.League.Name}.{GameDay.Of(match.League, match.Start)}.{sides}";
        if (!Topic.TryParse(name, out var topic))
            return null;
        for (var number = 2; taken.Contains(topic); number++)
        {
            if (!Topic.TryParse($"{name}.{number}", out topic))
                return null;
        }

        return topic;
    }
}
