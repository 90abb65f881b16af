using System.Globalization;
using LiveView.Local.Azurite;
using LiveView.Local.EventHubs;

namespace LiveView.Local;

/// <summary>The app settings that point the handler at the small Azure. It knows them from the real one, and no others.</summary>
internal static class HandlerSettings
{
    public static Dictionary<string, string> For(AzuriteProcess azurite, EventHubsServer hubs)
    {
        var settings = new Dictionary<string, string>
        {
            ["FUNCTIONS_WORKER_RUNTIME"] = "custom",
            ["AzureWebJobsDisableHomepage"] = "true",
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["Storage__ConnectionString"] = azurite.ConnectionString,
            ["EventHubConnection"] = hubs.ConnectionString,
            ["EventHubs__ConnectionString"] = hubs.ConnectionString,
            ["EventHubs__SendEndpoint"] = hubs.Endpoint.GetLeftPart(UriPartial.Authority),
            ["ScheduleCron"] = "* * * * * *",
            ["SweepCron"] = "0 * * * * *",
            ["LOG_LEVEL"] = "Information",
            ["LV_ENV"] = "development",
        };
        foreach (var hub in hubs.Hubs)
            settings[$"EventHubs__Partitions__{hub.Name}"] = hub.Partitions.Count.ToString(CultureInfo.InvariantCulture);
        return settings;
    }
}
