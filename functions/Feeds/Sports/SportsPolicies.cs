using System.Collections.Frozen;

namespace LiveView.Feeds.Sports;

/// <summary>Whom to believe when several providers tell one match.</summary>
public enum Policy
{
    /// <summary>The first of the list that is well. The others are heard, and speak when it is not.</summary>
    FirstHealthy,

    /// <summary>Whoever is furthest.</summary>
    Fastest,

    /// <summary>What most of them say; while they are divided, what is shown stays.</summary>
    Majority,
}

/// <summary>The policies of the leagues, and the order of the providers.</summary>
/// <param name="usual">The policy of a league that has none of its own.</param>
/// <param name="leagues">Policies by league.</param>
/// <param name="order">The providers, the first to be believed first.</param>
public sealed class SportsPolicies(Policy usual, IReadOnlyDictionary<string, Policy> leagues, IReadOnlyList<string> order)
{
    /// <summary>The order of the providers when nobody says another: the one that tells most, the leagues' own, the volunteers.</summary>
    public const string UsualOrder = "espn,nba,nhl,mlb,openligadb,openfootball";

    private static readonly FrozenDictionary<string, Policy> Words = new Dictionary<string, Policy>
    {
        ["first-healthy"] = Policy.FirstHealthy,
        ["fastest"] = Policy.Fastest,
        ["majority"] = Policy.Majority,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The first healthy provider, everywhere.</summary>
    public static SportsPolicies Usual { get; } = Parse("first-healthy", UsualOrder);

    /// <summary>Reads <c>first-healthy, nba=fastest, eng.1=majority</c> and <c>espn, nba, …</c>.</summary>
    /// <exception cref="FormatException">A word is no policy; the message says which.</exception>
    public static SportsPolicies Parse(string policies, string order)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(order);
        var usual = Policy.FirstHealthy;
        Dictionary<string, Policy> leagues = new(StringComparer.Ordinal);
        foreach (var part in Parts(policies))
        {
            var sides = part.Split('=', StringSplitOptions.TrimEntries);
            if (sides.Length > 2 || !Words.TryGetValue(sides[^1], out var policy))
                throw new FormatException($"'{part}' is no policy: it reads policy or league=policy, with {string.Join(", ", Words.Keys)}.");
            if (sides.Length == 1)
                usual = policy;
            else
                leagues[sides[0]] = policy;
        }

        return new(usual, leagues, Parts(order));
    }

    internal (Policy Policy, IReadOnlyList<string> Order) Of(League league) => (leagues.GetValueOrDefault(league.Name, usual), order);

    private static string[] Parts(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
