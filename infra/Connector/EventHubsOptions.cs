using Microsoft.Extensions.Options;

namespace LiveView.Connector;

/// <summary>The namespace of the hubs, in the words of the handler's settings.</summary>
internal sealed class EventHubsOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "EventHubs";

    /// <summary>The hub that bursts go to.</summary>
    public const string Raw = "raw";

    /// <summary>For the stand-in; empty in Azure.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The namespace's full name, entered by Entra ID, where there is no connection string.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>Where events are sent over HTTP, when that is not the connection string's endpoint.</summary>
    public Uri? SendEndpoint { get; set; }

    /// <summary>How many partitions each hub has. Everybody who sends must say the same.</summary>
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
        if (options.Partitions.GetValueOrDefault(EventHubsOptions.Raw) is < 1 or > 32)
            faults.Add($"EventHubs: Partitions:{EventHubsOptions.Raw} is the number of partitions of that hub, 1 to 32.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
