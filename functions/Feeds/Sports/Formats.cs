using System.Collections.Frozen;
using LiveView.Feeds.Sports.Espn;
using LiveView.Feeds.Sports.Mlb;
using LiveView.Feeds.Sports.Nba;
using LiveView.Feeds.Sports.Nhl;
using LiveView.Feeds.Sports.OpenFootball;
using LiveView.Feeds.Sports.OpenLiga;

namespace LiveView.Feeds.Sports;

/// <summary>Every provider whose answers are read, by its name.</summary>
internal static class Formats
{
    private static readonly FrozenDictionary<string, Format> All = new Dictionary<string, Format>
    {
        ["espn"] = new EspnFormat(),
        ["nba"] = new NbaFormat(),
        ["nhl"] = new NhlFormat(),
        ["mlb"] = new MlbFormat(),
        ["openligadb"] = new OpenLigaFormat(),
        ["openfootball"] = new OpenFootballFormat(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Format? Of(string provider) => All.GetValueOrDefault(provider);
}
