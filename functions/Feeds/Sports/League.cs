using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace LiveView.Feeds.Sports;

/// <summary>A league of a sport, as it is asked for: <c>soccer/eng.1</c>, <c>basketball/nba</c>.</summary>
internal sealed record League(string Sport, string Name)
{
    private const int Longest = 40;

    // Leagues whose schedule, and so everybody's talk of "tonight's game", is in the Eastern time of North America.
    private static readonly FrozenSet<string> Eastern =
        FrozenSet.Create("nba", "wnba", "nfl", "mlb", "nhl", "college-football", "mens-college-basketball", "womens-college-basketball");

    // Closed leagues with official codes; everywhere else an abbreviation is one provider's taste.
    private static readonly FrozenSet<string> Coded = FrozenSet.Create("nba", "nfl", "mlb", "nhl");

    public bool IsSoccer => Sport == "soccer";

    public bool IsEastern => Eastern.Contains(Name) || (IsSoccer && Name.StartsWith("usa.", StringComparison.Ordinal));

    public bool HasCodes => Coded.Contains(Name);

    /// <summary>Reads a target, or says no.</summary>
    public static bool TryParse(string target, [NotNullWhen(true)] out League? league)
    {
        league = null;
        var slash = target.IndexOf('/', StringComparison.Ordinal);
        if (slash < 1 || slash == target.Length - 1 || target.Length > Longest)
            return false;
        var name = target[(slash + 1)..];
        if (!name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-'))
            return false;
        league = new(target[..slash], name);
        return true;
    }
}
