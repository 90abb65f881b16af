using System.Globalization;
using LiveView.Local.Azurite;
using LiveView.Local.EventHubs;
using LiveView.Local.Providers;
using LiveView.Local.PubSub;

namespace LiveView.Local;

/// <summary>The app settings that point the handler at the small Azure. It knows them from the real one, and no others.</summary>
internal static class HandlerSettings
{
    /// <summary>Name and value of every setting.</summary>
    /// <param name="azurite">Storage.</param>
    /// <param name="hubs">Event Hubs.</param>
    /// <param name="pubSub">Web PubSub.</param>
    /// <param name="providers">The simulated providers, or null for the real ones, whose addresses the handler knows.</param>
    /// <param name="overrides">What somebody wants otherwise.</param>
    public static Dictionary<string, string> For(
        KeptAzurite azurite, EventHubsServer hubs, PubSubServer pubSub, ProviderServer? providers, IReadOnlyDictionary<string, string> overrides)
    {
        var settings = new Dictionary<string, string>
        {
            ["FUNCTIONS_WORKER_RUNTIME"] = "custom",
            ["AzureWebJobsDisableHomepage"] = "true",
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["Storage__ConnectionString"] = azurite.ConnectionString,
            ["Storage__CreateIfMissing"] = "true",
            ["EventHubConnection"] = hubs.ConnectionString,
            ["EventHubs__ConnectionString"] = hubs.ConnectionString,
            ["EventHubs__SendEndpoint"] = hubs.Endpoint.GetLeftPart(UriPartial.Authority),
            ["PubSub__ConnectionString"] = pubSub.ConnectionString,
            ["PubSub__Hub"] = "liveview",
            ["ScheduleCron"] = "* * * * * *",
            ["SweepCron"] = "0 * * * * *",
            ["StationTickCron"] = "*/2 * * * * *",
            ["StationTidyCron"] = "0 0 * * * *",
            ["LeasesCron"] = "0 */5 * * * *",
            // On a laptop every viewer has the same address, and some are many.
            ["Limits__ConnectionsPerAddress"] = "0",
            ["Limits__AttemptBurst"] = "0",
            ["Limits__RequestsPerSecond"] = "0",
            ["Push__Feeds"] = "game,patients,tv",
            ["WardCron"] = "*/5 * * * * *",
            ["RetainCron"] = "0 30 3 * * *",
            ["Patients__Roles__nurse"] = "vitals,trend,alerts",
            ["Patients__Roles__technician"] = "vitals",
            ["Record__Topics"] = "game:*",
            ["LOG_LEVEL"] = "Information",
            ["LV_ENV"] = "development",
        };
        foreach (var hub in hubs.Hubs)
            settings[$"EventHubs__Partitions__{hub.Name}"] = hub.Partitions.Count.ToString(CultureInfo.InvariantCulture);
        if (providers is not null)
            Simulate(settings, providers.Endpoint);
        foreach (var (name, value) in overrides)
            settings[name] = value;
        return settings;
    }

    // An evening passes ten times as fast as a real one, so the providers are asked more often than they would find polite.
    private static void Simulate(Dictionary<string, string> settings, Uri providers)
    {
        settings["Providers__Espn__BaseAddress"] = providers.AbsoluteUri;
        foreach (var (name, folder, seconds) in new[] { ("Nba", "nba", 3), ("Nhl", "nhl", 3), ("Mlb", "mlb", 3), ("OpenLiga", "openligadb", 5), ("OpenFootball", "openfootball", 30) })
        {
            settings[$"Providers__{name}__BaseAddress"] = new Uri(providers, $"{folder}/").AbsoluteUri;
            settings[$"Providers__{name}__ShortestSeconds"] = seconds.ToString(CultureInfo.InvariantCulture);
        }

        settings["Providers__OpenLiga__Targets"] = "soccer/eng.1"; // the league that plays here
    }
}
