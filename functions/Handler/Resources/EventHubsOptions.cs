using Microsoft.Extensions.Options;

namespace LiveView.Handler.Resources;

/// <summary>Where the hubs are: a connection string, or a namespace that is entered with the managed identity.</summary>
internal sealed class EventHubsOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "EventHubs";

    /// <summary>For the stand-in; empty in Azure.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The fully qualified namespace, entered by Entra ID, where there is no connection string.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>Where events are sent over HTTP, where that is not the namespace itself.</summary>
    public Uri? SendEndpoint { get; set; }

    /// <summary>How many partitions each hub has. Changing a number moves topics to other partitions, which their fences bear.</summary>
    public Dictionary<string, int> Partitions { get; } = new(StringComparer.Ordinal);
}

/// <summary>Says at the start what is wrong with the settings.</summary>
internal sealed class EventHubsOptionsValidator : IValidateOptions<EventHubsOptions>
{
    public ValidateOptionsResult Validate(string? name, EventHubsOptions options)
    {
        List<string> faults = [];
        if (options.ConnectionString.Length == 0 && options.Namespace.Length == 0)
            faults.Add("EventHubs: set ConnectionString (the stand-in) or Namespace (Entra ID).");
        foreach (var hub in new[] { Ingest.Hubs.Polls, Ingest.Hubs.Raw })
        {
            if (options.Partitions.GetValueOrDefault(hub) is < 1 or > 32)
                faults.Add($"EventHubs: Partitions:{hub} is the number of partitions of that hub, 1 to 32.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
