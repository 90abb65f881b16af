using System.Globalization;
using LiveView.Local.Azurite;
using LiveView.Local.EventHubs;

namespace LiveView.Local.Exchanges;

/// <summary>The settings that point the connector at the small Azure and the simulated exchanges.</summary>
internal static class ConnectorSettings
{
    public static Dictionary<string, string> For(KeptAzurite azurite, EventHubsServer hubs, ExchangeServer exchanges, IReadOnlyDictionary<string, string> overrides)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOTNET_ENVIRONMENT"] = "Development", // loopback only
            ["Connector__Port"] = "0",
            ["Storage__ConnectionString"] = azurite.ConnectionString,
            ["EventHubs__ConnectionString"] = hubs.ConnectionString,
            ["EventHubs__SendEndpoint"] = hubs.Endpoint.GetLeftPart(UriPartial.Authority),
            ["EventHubs__Partitions__raw"] = (hubs.Find("raw")?.Partitions.Count ?? 0).ToString(CultureInfo.InvariantCulture),
            ["Exchanges__Binance__Rest"] = exchanges.Endpoint.AbsoluteUri,
        };
        foreach (var (name, floor) in exchanges.Floors)
        {
            var section = $"Exchanges__{char.ToUpperInvariant(name[0])}{name[1..]}";
            settings[$"{section}__Address"] = exchanges.Socket(name).AbsoluteUri;
            settings[$"{section}__Symbols"] = name == "ssi" ? "ALL" : string.Join(',', floor.Format.Instruments.Select(static instrument => instrument.Symbol));
        }

        foreach (var (name, value) in overrides)
            settings[name] = value;
        return settings;
    }
}
