using System.Collections.Frozen;

namespace LiveView.Feeds.Sports.OpenLiga;

/// <summary>What OpenLigaDB calls our leagues.</summary>
public static class OpenLigaLeagues
{
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>
    {
        ["ger.1"] = "bl1",
        ["ger.2"] = "bl2",
        ["ger.3"] = "bl3",
        ["ger.dfb_pokal"] = "dfb",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The shortcut of a league: <c>bl1</c> for <c>ger.1</c>; for what nobody has named, the name without its points.</summary>
    public static string Shortcut(string league)
    {
        ArgumentNullException.ThrowIfNull(league);
        return Known.GetValueOrDefault(league, league.Replace(".", "", StringComparison.Ordinal));
    }
}
