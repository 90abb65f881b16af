using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace LiveView.Local.Host;

/// <summary>A function: its folder's name, what calls it, and how failures are retried.</summary>
internal sealed partial record FunctionManifest(string Name, Trigger Trigger, RetryPolicy? Retry)
{
    /// <summary>Reads every <c>*/function.json</c> of the staged folder, one level deep; a disabled function is left out.</summary>
    /// <exception cref="HostConfigurationException">With every fault found, not the first only.</exception>
    public static IReadOnlyList<FunctionManifest> ReadAll(string appRoot, AppSettings settings)
    {
        var (functions, faults) = (new List<FunctionManifest>(), new List<string>());
        foreach (var path in Directory.GetDirectories(appRoot).Select(folder => Path.Combine(folder, "function.json")).Where(File.Exists).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(Path.GetDirectoryName(path)) ?? "";
            if (bool.TryParse(settings.Find($"AzureWebJobs.{name}.Disabled"), out var disabled) && disabled)
                continue;
            try
            {
                functions.Add(Parse(name, File.ReadAllText(path), settings));
            }
            catch (Exception fault) when (fault is HostConfigurationException or JsonException or FormatException or ArgumentException)
            {
                faults.Add($"{name}/function.json: {fault.Message}");
            }
        }
        return faults.Count == 0 ? functions : throw new HostConfigurationException(string.Join(Environment.NewLine, faults));
    }

    internal static FunctionManifest Parse(string name, string json, AppSettings settings)
    {
        if (!ValidName.IsMatch(name) || name.Equals("host", StringComparison.OrdinalIgnoreCase))
            throw new HostConfigurationException($"'{name}' is not a valid function name.");
        var file = JObject.Parse(json);
        var bindings = (file["bindings"] as JArray)?.OfType<JObject>().ToList() ?? [];
        if (bindings.Any(binding => string.IsNullOrEmpty(Text(binding, "name"))) || bindings.DistinctBy(binding => Text(binding, "name")).Count() != bindings.Count)
            throw new HostConfigurationException("every binding needs a name of its own.");
        var triggers = bindings.Where(binding => Text(binding, "type")?.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase) == true).ToList();
        if (triggers is not [var trigger])
            throw new HostConfigurationException($"a function has exactly one trigger, this one {triggers.Count}.");
        if (!"in".Equals(Text(trigger, "direction"), StringComparison.OrdinalIgnoreCase))
            throw new HostConfigurationException("the direction of a trigger is \"in\".");
        return new(name, ReadTrigger(name, trigger, [.. bindings.Where(binding => binding != trigger)], settings), ReadRetry(file["retry"] as JObject));
    }

    private static Trigger ReadTrigger(string function, JObject binding, IReadOnlyList<JObject> others, AppSettings settings)
    {
        var name = Required(binding, "name");
        var type = Required(binding, "type");
        if (type.Equals("httpTrigger", StringComparison.OrdinalIgnoreCase))
        {
            if (others is not [var other] || Text(other, "type") != "http" || Text(other, "direction") != "out")
                throw new HostConfigurationException("only an HTTP function with exactly one httpTrigger and one http output is proxied.");
            var methods = (binding["methods"] as JArray)?.Select(method => method.ToString().ToUpperInvariant()) ?? [];
            return new HttpTrigger(name, settings.Resolve(Text(binding, "route") ?? function), [.. methods]);
        }
        if (others.Count > 0)
            throw new HostConfigurationException($"the local host has no binding '{Text(others[0], "type")}': write from the handler with a client.");
        if (type.Equals("timerTrigger", StringComparison.OrdinalIgnoreCase))
            return new TimerTrigger(name, Schedule.Parse(settings.Resolve(Required(binding, "schedule"))), (bool?)binding["useMonitor"] ?? true, (bool?)binding["runOnStartup"] ?? false);
        if (type.Equals("eventHubTrigger", StringComparison.OrdinalIgnoreCase))
            return ReadEventHub(name, binding, settings);
        throw new HostConfigurationException($"the local host has no trigger '{type}'.");
    }

    private static EventHubTrigger ReadEventHub(string name, JObject binding, AppSettings settings)
    {
        var setting = Required(binding, "connection");
        var connection = settings.Find(setting) ?? throw new HostConfigurationException($"'connection' names the setting '{setting}', which is not set.");
        var parts = connection.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .ToDictionary(part => part[0].Trim(), part => part[1], StringComparer.OrdinalIgnoreCase);
        if (!parts.TryGetValue("Endpoint", out var endpoint) || !Uri.TryCreate(endpoint, UriKind.Absolute, out var address))
            throw new HostConfigurationException($"the setting '{setting}' is not an Event Hubs connection string.");
        // EntityPath in the connection string beats eventHubName, as in the real extension.
        var hub = parts.GetValueOrDefault("EntityPath") ?? settings.Resolve(Required(binding, "eventHubName"));
        var group = settings.Resolve(Text(binding, "consumerGroup") ?? "$Default");
        var many = !"one".Equals(Text(binding, "cardinality"), StringComparison.OrdinalIgnoreCase);
        return new(name, hub, address.Host, group, many, Text(binding, "dataType")?.ToUpperInvariant() switch
        {
            null => BodyType.Json,
            "STRING" => BodyType.String,
            "BINARY" => BodyType.Binary,
            var other => throw new HostConfigurationException($"dataType '{other}' is not known here."),
        });
    }

    private static RetryPolicy? ReadRetry(JObject? retry)
    {
        if (retry is null)
            return null;
        var count = (int?)retry["maxRetryCount"] ?? throw new HostConfigurationException("retry needs maxRetryCount.");
        if (count < -1)
            throw new HostConfigurationException("maxRetryCount is -1 (for ever) or more.");
        return Text(retry, "strategy")?.ToUpperInvariant() switch
        {
            "FIXEDDELAY" => new(count, Span(retry, "delayInterval"), Span(retry, "delayInterval")),
            "EXPONENTIALBACKOFF" => new(count, Span(retry, "minimumInterval"), Span(retry, "maximumInterval")),
            _ => throw new HostConfigurationException("the retry strategy is fixedDelay or exponentialBackoff."),
        };
    }

    private static TimeSpan Span(JObject owner, string name) => TimeSpan.Parse(Required(owner, name), CultureInfo.InvariantCulture);

    private static string Required(JObject owner, string name) => Text(owner, name) ?? throw new HostConfigurationException($"'{name}' is missing.");

    private static string? Text(JObject owner, string name) => (string?)owner.GetValue(name, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,127}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ValidName { get; }
}
