using System.Collections.Frozen;

namespace LiveView.Feeds.Sports.Espn;

/// <summary>The numbers of sports in the provider's universal ids: <c>s:600~l:606~e:760503</c> is soccer.</summary>
internal static class EspnSports
{
    private static readonly FrozenDictionary<string, string> Prefixes = new Dictionary<string, string>
    {
        ["baseball"] = "s:1~",
        ["football"] = "s:20~",
        ["basketball"] = "s:40~",
        ["hockey"] = "s:70~",
        ["soccer"] = "s:600~",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether an id can be of the league's sport. What is not said, or not known to us, does not contradict.</summary>
    public static bool Agrees(string? uid, League league) =>
        uid is null || !Prefixes.TryGetValue(league.Sport, out var prefix) || uid.StartsWith(prefix, StringComparison.Ordinal);
}
