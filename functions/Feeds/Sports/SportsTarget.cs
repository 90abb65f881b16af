using System.Diagnostics.CodeAnalysis;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Sports;

/// <summary>
/// What was asked of a provider: <c>{sport}/{league}</c> is a board, <c>{sport}/{league}/{game}/{topic}</c> the play-by-play of one of its
/// games. A play-by-play does not say who plays where and when; the board that named the game did, so its topic is in the target.
/// </summary>
internal sealed record SportsTarget(League League, string? Game, Topic? Topic)
{
    private const int Longest = 200;

    public static bool TryParse(string target, [NotNullWhen(true)] out SportsTarget? parsed)
    {
        parsed = null;
        var parts = target.Split('/');
        if (target.Length > Longest || parts.Length is not (2 or 4) || !League.TryParse($"{parts[0]}/{parts[1]}", out var league))
            return false;
        if (parts.Length == 2)
        {
            parsed = new(league, null, null);
            return true;
        }

        if (parts[2].Length == 0 || !parts[2].All(char.IsAsciiLetterOrDigit)
            || !LiveView.Core.Topics.Topic.TryParse($"sports:{parts[3]}", out var topic) || !parts[3].StartsWith($"{league.Name}.", StringComparison.Ordinal))
            return false;
        parsed = new(league, parts[2], topic);
        return true;
    }

    /// <summary>The target of a game's play-by-play.</summary>
    public string Of(string game, Topic topic) => $"{League.Sport}/{League.Name}/{game}/{topic.Key}";

    /// <summary>The sides as the topic names them, for a play-by-play that has no names of its own.</summary>
    public (string Away, string Home) Codes() =>
        Topic?.Key[(League.Name.Length + 1)..].Split('.') is [_, var away, var home, ..] ? (away, home) : ("away", "home");
}
