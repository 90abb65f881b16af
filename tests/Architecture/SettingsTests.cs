using System.Reflection;
using System.Text.Json;

namespace LiveView.Architecture.Tests;

/// <summary>The sample of the settings has every setting there is, and no other.</summary>
public sealed class SettingsTests
{
    // Settings of the host and of the process; the others belong to options classes.
    private static readonly string[] Process =
    [
        "FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage", "AzureWebJobsDisableHomepage", "EventHubConnection", "ScheduleCron", "SweepCron", "LeasesCron", "WardCron", "RetainCron", "StationTickCron", "StationTidyCron", "Compliance__BaaAcknowledged", "LV_ENV", "LOG_LEVEL", "METRICS_ENABLED",
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_METRIC_EXPORT_INTERVAL",
        "CORS_ORIGINS", "LV_WS_REQUIRE_AUTH", "WS_MAX_CONNECTIONS_PER_IP",
    ];

    [Fact]
    [Trait("Requirement", "140")]
    public void The_sample_settings_and_the_options_classes_agree()
    {
        using var sample = JsonDocument.Parse(Repository.Read("local.settings.sample.json"));
        string[] sampled = [.. sample.RootElement.GetProperty("Values").EnumerateObject().Select(static value => value.Name)];
        string[] declared = [.. Options().SelectMany(static options => options.Settings)];
        Assert.Equal(
            [.. declared.Concat(Process).Order(StringComparer.Ordinal)],
            sampled.Select(name => Array.Find(declared, setting => name.StartsWith($"{setting}__", StringComparison.Ordinal)) ?? name)
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_options_class_says_its_section_and_is_validated_at_the_start()
    {
        Assert.NotEmpty(Options());
        foreach (var (type, _) in Options())
            Assert.Contains(typeof(Handler.Chance).Assembly.GetTypes(), candidate => candidate.Name == $"{type.Name}Validator");
    }

    // What can be set, or filled; the rest is told from it.
    private static bool IsSetting(PropertyInfo property) => property.CanWrite || property.PropertyType.IsAssignableTo(typeof(System.Collections.IDictionary));

    private static IReadOnlyList<(Type Type, string[] Settings)> Options() =>
    [
        .. from type in typeof(Handler.Chance).Assembly.GetTypes()
           where type.Name.EndsWith("Options", StringComparison.Ordinal) && type.Namespace!.StartsWith("LiveView.Handler", StringComparison.Ordinal)
           from section in type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(static field => field.IsLiteral && field.FieldType == typeof(string))
           let prefix = ((string)section.GetRawConstantValue()!).Replace(":", "__", StringComparison.Ordinal)
           select (type, type.GetProperties().Where(IsSetting).Select(property => $"{prefix}__{property.Name}").ToArray()),
    ];
}
