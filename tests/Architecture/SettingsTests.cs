using System.Reflection;
using System.Text.Json;

namespace LiveView.Architecture.Tests;

/// <summary>The sample of the settings has every setting there is, and no other.</summary>
public sealed class SettingsTests
{
    // Settings of the host and of the process; the others belong to options classes.
    private static readonly string[] Process =
    [
        "FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage", "AzureWebJobsDisableHomepage", "EventHubConnection", "ScheduleCron", "SweepCron", "LV_ENV", "LOG_LEVEL",
    ];

    [Fact]
    [Trait("Requirement", "140")]
    public void The_sample_settings_and_the_options_classes_agree()
    {
        using var sample = JsonDocument.Parse(Repository.Read("local.settings.sample.json"));
        var sampled = sample.RootElement.GetProperty("Values").EnumerateObject().Select(static value => value.Name).ToHashSet(StringComparer.Ordinal);
        var declared = Options().SelectMany(static options => options.Settings).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(sampled.Except(Process).Where(name => !declared.Contains(name) && !declared.Contains(name[..name.LastIndexOf("__", StringComparison.Ordinal)])));
        Assert.Empty(declared.Where(name => !sampled.Any(sampledName => sampledName == name || sampledName.StartsWith(name + "__", StringComparison.Ordinal))));
        Assert.Empty(Process.Except(sampled));
    }

    [Fact]
    public void Every_options_class_says_its_section_and_is_validated_at_the_start()
    {
        Assert.NotEmpty(Options());
        foreach (var (type, _) in Options())
            Assert.Contains(typeof(Handler.Chance).Assembly.GetTypes(), candidate => candidate.Name == $"{type.Name}Validator");
    }

    private static IReadOnlyList<(Type Type, string[] Settings)> Options() =>
    [
        .. from type in typeof(Handler.Chance).Assembly.GetTypes()
           where type.Name.EndsWith("Options", StringComparison.Ordinal) && type.Namespace!.StartsWith("LiveView.Handler", StringComparison.Ordinal)
           from section in type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(static field => field.IsLiteral && field.FieldType == typeof(string))
           let prefix = ((string)section.GetRawConstantValue()!).Replace(":", "__", StringComparison.Ordinal)
           select (type, type.GetProperties().Select(property => $"{prefix}__{property.Name}").ToArray()),
    ];
}
