using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using LiveView.Deployment.Tests.Bicep;
using LiveView.Feeds;
using LiveView.Handler.Doors;
using LiveView.Handler.Ingest;
using LiveView.Handler.Ingest.Providers;
using LiveView.Handler.State;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveView.Deployment.Tests.Settings;

/// <summary>
/// Bicep, host.json, the function manifests, the sample of the settings and the options classes say the same. Every fact is taken from the
/// code that uses it, so that a setting, a table or a hub that is added somewhere is missed here.
/// </summary>
public sealed partial class SettingsTests
{
    private static readonly string[] Environments = ["staging", "production"]; // those that the pipeline deploys

    [Fact]
    [Trait("Requirement", "95")]
    public async Task The_handler_is_told_no_setting_that_it_does_not_know()
    {
        string[] known = [.. Options().SelectMany(static options => options.Settings), .. Sampled()];
        Assert.All((await AppAsync()).Keys.Where(static name => !OfTheHost.IsMatch(name)), name =>
            Assert.Contains(known, setting => name == setting || name.StartsWith($"{setting}__", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_the_handler_is_told_in_azure_is_valid_and_what_it_is_not_told_has_a_default()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection((await AppAsync()).Select(static setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value))).Build();
        await using var services = new ServiceCollection().AddSingleton(FeedCatalog.All).AddSingleton<IConfiguration>(configuration).BuildServiceProvider();
        foreach (var (type, section, _) in Options())
        {
            var options = Activator.CreateInstance(type)!;
            if (options is ProviderOptions provider)
                new Espn().Prepare(provider); // each brings what nobody sets
            configuration.GetSection(section).Bind(options);
            var validators = typeof(Handler.Chance).Assembly.GetTypes().Where(candidate => candidate.IsAssignableTo(typeof(IValidateOptions<>).MakeGenericType(type))).ToList();
            Assert.NotEmpty(validators);
            foreach (var validator in validators)
            {
                var result = (ValidateOptionsResult)validator.GetMethod("Validate")!.Invoke(ActivatorUtilities.CreateInstance(services, validator), [null, options])!;
                Assert.True(result.Succeeded, $"{type.Name}: {result.FailureMessage}");
            }
        }
    }

    [Fact]
    [Trait("Requirement", "128")]
    public async Task What_the_handler_is_told_in_production_lets_it_start_there()
    {
        var app = (await AppAsync()).ToDictionary(static setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), static setting => (string?)setting.Value, StringComparer.Ordinal);
        Assert.Contains("param environmentName = 'production'", Repository.Read("bicep/production.bicepparam"), StringComparison.Ordinal);
        app["LV_ENV"] = "production"; // which is the environment's name
        Production.Demand(new ConfigurationBuilder().AddInMemoryCollection(app).Build());
        foreach (var needed in new[] { "CORS_ORIGINS", "PubSub:EventAudience", "Identity:Issuers" })
        {
            var without = new ConfigurationBuilder().AddInMemoryCollection(app.Where(setting => setting.Key != needed)).Build();
            Assert.Throws<OptionsValidationException>(() => Production.Demand(without));
        }
    }

    [Fact]
    public void Whatever_the_parameters_of_an_environment_read_the_pipeline_brings()
    {
        var deploy = Repository.Read(".github/actions/deploy/action.yml");
        var read = Environments.SelectMany(static environment => Read.Matches(Repository.Read($"bicep/{environment}.bicepparam"))).Select(static match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.Contains("UPSTREAM_AUDIENCE", read);
        foreach (var name in read)
        {
            Assert.Equal(2, deploy.Split($"        {name}: ${{{{ inputs.").Length - 1); // to what would change, and to the change
            Assert.Contains($"${{{{ vars.{name} }}}}", Repository.Read(".github/workflows/release.yml"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("api://live-view", "night@example.org", null)]
    [InlineData("", "night@example.org", "UPSTREAM_AUDIENCE")]
    [InlineData("api://live-view", "", "ALERT_EMAIL")]
    public void The_pipeline_says_what_production_lacks_before_it_touches_anything(string audience, string woken, string? missing)
    {
        var deploy = Repository.Read(".github/actions/deploy/action.yml");
        var step = Demanding.Match(deploy);
        Assert.True(step.Index < deploy.IndexOf("az deployment", StringComparison.Ordinal));
        var start = new ProcessStartInfo("bash", ["-c", step.Groups["script"].Value]) { RedirectStandardError = true, UseShellExecute = false };
        (start.Environment["AUDIENCE"], start.Environment["WOKEN"]) = (audience, woken);
        using var script = Process.Start(start)!;
        var said = script.StandardError.ReadToEnd();
        script.WaitForExit();
        Assert.Equal(missing is null, script.ExitCode == 0);
        Assert.Contains(missing ?? "", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_manifests_refer_to_is_there()
    {
        var app = await AppAsync();
        var groups = (await HubsAsync()).ToDictionary(static hub => hub.Name, static hub => hub.Groups, StringComparer.Ordinal);
        foreach (var (path, json) in Manifests())
        {
            foreach (Match setting in Placeholder.Matches(json))
                Assert.True(app.ContainsKey(setting.Groups["name"].Value), $"{path}: {setting.Value} is not set");
            var trigger = JsonElement.Parse(json).GetProperty("bindings")[0];
            if (trigger.GetProperty("type").GetString() != "eventHubTrigger")
                continue;
            Assert.Contains(trigger.GetProperty("consumerGroup").GetString(), groups[trigger.GetProperty("eventHubName").GetString()!]);
            foreach (var part in new[] { "fullyQualifiedNamespace", "credential", "clientId" }) // the three that a user-assigned identity needs
                Assert.Contains($"{trigger.GetProperty("connection").GetString()}__{part}", app.Keys);
        }
    }

    [Fact]
    public async Task Every_table_container_and_hub_that_the_handler_uses_is_deployed()
    {
        var live = await LiveAsync();
        Assert.Superset(StateTables.All.ToHashSet(StringComparer.Ordinal), Texts(live, "tables").ToHashSet(StringComparer.Ordinal));
        var containers = typeof(Handler.Chance).Assembly.GetTypes()
            .Select(static type => type.GetField("Container", BindingFlags.Public | BindingFlags.Static)).OfType<FieldInfo>().Select(static field => (string)field.GetRawConstantValue()!);
        Assert.Superset(containers.ToHashSet(StringComparer.Ordinal), Texts(live, "containers").ToHashSet(StringComparer.Ordinal));
        var hubs = typeof(Handler.Ingest.Hubs).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetRawConstantValue()!);
        Assert.Equal(hubs.Order(StringComparer.Ordinal), (await HubsAsync()).Select(static hub => hub.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_laptop_has_the_hubs_and_consumer_groups_of_azure()
    {
        var local = new Local.EventHubs.EventHubsOptions { DataDirectory = "" }.Hubs.OrderBy(static hub => hub.Name, StringComparer.Ordinal);
        var azure = (await HubsAsync()).OrderBy(static hub => hub.Name, StringComparer.Ordinal);
        Assert.Equal(local.Select(static hub => $"{hub.Name}: {string.Join(' ', hub.ConsumerGroups)}"), azure.Select(static hub => $"{hub.Name}: {string.Join(' ', hub.Groups)}"));
    }

    [Fact]
    public async Task An_instance_that_is_always_ready_belongs_to_a_function_that_there_is()
    {
        var functions = Manifests().Select(static manifest => Path.GetFileName(Path.GetDirectoryName(manifest.Path)!)).ToHashSet(StringComparer.Ordinal);
        foreach (var file in (await FilesAsync()).Where(static file => file.IsParameters))
        {
            foreach (Match group in AlwaysReady.Matches(file.Text))
                Assert.Contains(group.Groups["name"].Value, functions);
        }
    }

    [Fact]
    public void The_host_has_no_setting_of_a_plan_that_we_do_not_use()
    {
        var host = JsonElement.Parse(Repository.Read("host.json"));
        Assert.Equal("[4.*, 5.0.0)", host.GetProperty("extensionBundle").GetProperty("version").GetString());
        Assert.False(host.GetProperty("customHandler").TryGetProperty("http", out _)); // its routes cannot be mixed with manifests
        Assert.False(host.GetProperty("customHandler").TryGetProperty("port", out _));
    }

    /// <summary>What the function app is told, with a stand-in for what only Azure knows.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> AppAsync()
    {
        var files = await FilesAsync();
        var ours = Module(files.Single(static file => file.Path == "live.bicep"), "app").Find("params")!.Find("settings")!;
        var hosts = files.Single(static file => file.Path == "modules/functions.bicep").Declarations("variable").Single(static variable => variable.Name == "hostSettings").Value;
        return ours.All().First(static node => node.Type == "object").Properties.Concat(hosts.Properties)
            .ToDictionary(static setting => setting.Name, static setting => setting.Value.Literal ?? StandIn(setting.Name), StringComparer.Ordinal);
    }

    private static string StandIn(string name) => name.Contains("Partitions", StringComparison.Ordinal) ? "4" : "https://there.example.net/";

    private static async Task<IReadOnlyList<(string Name, string[] Groups)>> HubsAsync() =>
    [
        .. from hub in Variable(await LiveAsync(), "hubs").Children
           select (hub.Find("name")!.Literal!, hub.Find("consumerGroups")!.Children.Select(static reader => reader.Literal!).ToArray()),
    ];

    private static IEnumerable<string> Texts(Source file, string variable) => Variable(file, variable).Children.Select(static item => item.Literal!);

    private static Node Variable(Source file, string name) => file.Declarations("variable").Single(variable => variable.Name == name).Value;

    private static Node Module(Source file, string name) => file.Declarations("module").Single(module => module.Name == name).Value;

    private static async Task<Source> LiveAsync() => (await FilesAsync()).Single(static file => file.Path == "live.bicep");

    private static Task<IReadOnlyList<Source>> FilesAsync() =>
        Source.ReadAsync(Repository.At("bicep"), new Dictionary<string, string>(), TestContext.Current.CancellationToken);

    private static IEnumerable<(string Path, string Json)> Manifests() =>
        Directory.EnumerateFiles(Repository.At("functions/Handler"), "function.json", SearchOption.AllDirectories).Select(static path => (path, File.ReadAllText(path)));

    private static IEnumerable<string> Sampled() =>
        JsonElement.Parse(Repository.Read("local.settings.sample.json")).GetProperty("Values").EnumerateObject().Select(static value => value.Name);

    private static IReadOnlyList<(Type Type, string Section, string[] Settings)> Options() =>
    [
        .. from type in typeof(Handler.Chance).Assembly.GetTypes()
           where type.Name.EndsWith("Options", StringComparison.Ordinal) && type.Namespace!.StartsWith("LiveView.Handler", StringComparison.Ordinal)
           from section in type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(static field => field.IsLiteral && field.FieldType == typeof(string))
           let name = (string)section.GetRawConstantValue()!
           select (type, name, type.GetProperties().Select(property => $"{name.Replace(":", "__", StringComparison.Ordinal)}__{property.Name}").ToArray()),
    ];

    [GeneratedRegex(@"readEnvironmentVariable\('(?<name>[A-Z_]+)'", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Read { get; }

    [GeneratedRegex("What production needs is set.*?run: '(?<script>[^\n]*)'\n", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1_000)]
    private static partial Regex Demanding { get; }

    [GeneratedRegex("%(?<name>[A-Za-z_]+)%", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Placeholder { get; }

    [GeneratedRegex("'function:(?<name>[A-Za-z]+)'", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex AlwaysReady { get; }

    // Settings of the platform and of Azure.Identity: no code of ours reads them.
    [GeneratedRegex("^(AzureWebJobs|APPLICATIONINSIGHTS_|AZURE_CLIENT_ID$|EventHubConnection__)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex OfTheHost { get; }
}
