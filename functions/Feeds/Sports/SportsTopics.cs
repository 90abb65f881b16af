using System.Globalization;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Sports;

/// <summary>
/// Names matches: <c>{league}.{date}.{away}.{home}</c>, away first as people say it ("Celtics at Lakers"), with <c>.2</c> for the second
/// match of the same sides at the same place on one day.
/// </summary>
/// <remarks>
/// Nothing of it is a provider's own: the league, the date that people give the match (<see cref="GameDay"/>), the sides
/// (<see cref="TeamCode"/>). Within a process an event id keeps its topic while the sides stay the same and the start moves by 12 hours at
/// most, so that a kick-off moved past midnight does not begin another match; after a restart the name is made anew from the date as it
/// stands then, and of a double-header the earlier match that is listed is the one without a number. When the sides of a placeholder are
/// known, or a match is put off to another day, it is a new topic, and the old one says where it went (<c>moved</c> in <c>score</c>).
/// </remarks>
internal static class SportsTopics
{
    private static readonly TimeSpan SameMatch = TimeSpan.FromHours(12);

    public static string Sides(Match match) =>
        $"{TeamCode.Of(match.League, match.Away, match.Id)}.{TeamCode.Of(match.League, match.Home, match.Id)}";

    /// <summary>Whether an event that had a topic still is that match.</summary>
    public static bool IsStill(Known known, Match match, string sides) =>
        known.Sides == sides && (match.Start - known.Start).Duration() <= SameMatch;

    /// <summary>The topic of a match that has none, beside those that are taken; none if the sides cannot be written.</summary>
    public static Topic? Name(Match match, string sides, IReadOnlySet<Topic> taken)
    {
        var name = Name(match, sides);
        if (!Topic.TryParse(name, out var topic))
            return null;
        for (var number = 2; taken.Contains(topic); number++)
        {
            if (!Topic.TryParse($"{name}.{number}", out topic))
                return null;
        }

        return topic;
    }

    /// <summary>Where a match went that no longer belongs to a topic; null while it belongs there.</summary>
    /// <param name="topic">The topic to which the match was sent.</param>
    /// <param name="start">When the topic's match was to start.</param>
    /// <param name="match">The match as it is now.</param>
    public static string? WentTo(Topic topic, string? start, Match match)
    {
        var sides = Sides(match);
        var name = Name(match, sides);
        var here = topic.ToString();
        var isHere = here == name || here.StartsWith(name + '.', StringComparison.Ordinal);
        var sameSides = here.EndsWith('.' + sides, StringComparison.Ordinal) || here.Contains($".{sides}.", StringComparison.Ordinal);
        var sameTime = !DateTimeOffset.TryParse(start, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var was)
            || (match.Start - was).Duration() <= SameMatch;
        return isHere || (sameSides && sameTime) ? null : name;
    }

    private static string Name(Match match, string sides) => $"sports:{match.League.Name}.{GameDay.Of(match.League, match.Start)}.{sides}";
}
