using System.Text.Json;
using System.Text.RegularExpressions;
using LiveView.Deployment.Tests.Bicep;
using LiveView.Handler.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Deployment.Tests.Operations;

/// <summary>What wakes somebody up says what to do; what is shown is measured; nothing runs as root.</summary>
public sealed partial class OperationsTests
{
    [Fact]
    [Trait("Requirement", "72")]
    [Trait("Requirement", "94")]
    public async Task Every_alert_has_one_runbook_and_every_runbook_an_alert()
    {
        var alerts = (await AlertsAsync()).Append("unavailable").Order(StringComparer.Ordinal);
        var pages = Directory.EnumerateFiles(Repository.At("docs/runbooks"), "*.md").Select(static path => Path.GetFileNameWithoutExtension(path)).Where(static name => name != "README").Order(StringComparer.Ordinal);
        Assert.Equal(pages, alerts);
        foreach (var name in alerts)
        {
            var page = Repository.Read($"docs/runbooks/{name}.md");
            Assert.StartsWith($"# {name}\n", page, StringComparison.Ordinal);
            foreach (var part in new[] { "**Fires when**", "**What it means.**", "**What to do.**", "**It is over when**" })
                Assert.Contains(part, page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("handler-crash")] // what the requirements ask to be alerted of
    [InlineData("error-rate")]
    [InlineData("fold-lag")]
    [InlineData("update-age")]
    [InlineData("auth-failures")]
    [InlineData("limit-hits")]
    [InlineData("memory")]
    [InlineData("threads")]
    [InlineData("provider-silence")]
    [InlineData("breaker-open")]
    public async Task What_must_be_alerted_of_is(string name) => Assert.Contains(name, await AlertsAsync());

    [Fact]
    public void What_alerts_and_dashboards_count_is_counted()
    {
        var counted = string.Join('\n', Directory.EnumerateFiles(Repository.At("functions/Handler"), "*Metrics.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        foreach (var file in new[] { "bicep/modules/alerts.bicep", "bicep/dashboards/journey.json" })
        {
            Assert.Contains("7000", Repository.Read(file), StringComparison.Ordinal);
            foreach (Match metric in Metric.Matches(Repository.Read(file)))
                Assert.Contains($"\"{metric.Value}\"", counted, StringComparison.Ordinal);
        }

        Assert.Contains("LoggerMessage(7000,", Repository.Read("functions/Handler/Telemetry/Readout.cs"), StringComparison.Ordinal);
        Assert.Equal("Notebook/1.0", JsonElement.Parse(Repository.Read("bicep/dashboards/journey.json")).GetProperty("version").GetString());
    }

    [Fact]
    public void What_alerts_read_of_a_line_stands_in_it()
    {
        using var text = new StringWriter();
        KeyValuePair<string, object?>[] said = [new("Memory", 123_456_789L), new("Threads", 42), new("Counts", """{"liveview.polls{provider=\"espn\"}":3}""")];
        new LineFormatter(TimeProvider.System).Write(new LogEntry<KeyValuePair<string, object?>[]>(LogLevel.Information, "x", 7000, said, null, static (_, _) => "A minute."), null, text);
        var line = JsonElement.Parse(text.ToString());
        foreach (var file in new[] { "bicep/modules/alerts.bicep", "bicep/dashboards/journey.json" })
        {
            Assert.Contains($"\"event\":{line.GetProperty("event").GetInt32()}", Repository.Read(file).Replace("\\\"", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
            foreach (Match field in Field.Matches(Repository.Read(file)))
                Assert.True(line.TryGetProperty(field.Groups["name"].Value, out _), $"{file}: {field.Value}");
        }

        Assert.Equal(3, JsonElement.Parse(line.GetProperty("counts").GetString()!).GetProperty("liveview.polls{provider=\"espn\"}").GetInt32());
    }

    [Fact]
    [Trait("Requirement", "14")]
    public void The_image_does_not_run_as_root()
    {
        var last = Repository.Read("Dockerfile")[Repository.Read("Dockerfile").LastIndexOf("\nFROM ", StringComparison.Ordinal)..];
        var user = Assert.Single(last.Split('\n'), static line => line.StartsWith("USER ", StringComparison.Ordinal));
        Assert.Equal("USER $APP_UID", user); // 1654, which Microsoft's images define
        Assert.True(last.IndexOf("USER ", StringComparison.Ordinal) < last.IndexOf("ENTRYPOINT", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "95")]
    public void No_workflow_holds_a_secret_and_only_the_released_package_is_deployed()
    {
        foreach (var path in Directory.EnumerateFiles(Repository.At(".github"), "*.yml", SearchOption.AllDirectories))
            Assert.DoesNotContain("secrets.", File.ReadAllText(path), StringComparison.Ordinal);
        var deploy = Repository.Read(".github/actions/deploy/action.yml");
        string[] order = ["gh release download", "sha256sum --check", "what-if", "deployment sub create", "config-zip", "-- smoke"];
        Assert.Equal(order.Order(Comparer<string>.Create((one, other) => deploy.IndexOf(one, StringComparison.Ordinal).CompareTo(deploy.IndexOf(other, StringComparison.Ordinal)))), order);
        Assert.Contains("actions/deploy", Repository.Read(".github/workflows/rollback.yml"), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> AlertsAsync()
    {
        var alerts = (await Source.ReadAsync(Repository.At("bicep"), new Dictionary<string, string>(), TestContext.Current.CancellationToken)).Single(static file => file.Path == "modules/alerts.bicep");
        return
        [
            .. from list in alerts.Declarations("variable")
               where list.Name is "metrics" or "queries"
               from rule in list.Value.Children
               select rule.Find("name")!.Literal!,
        ];
    }

    [GeneratedRegex(@"(line|parse_json\(message\))\.(?<name>[A-Za-z]+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Field { get; }

    // The trailing part of a name in a query may be cut: "liveview.polls" is a prefix of nothing else.
    [GeneratedRegex(@"liveview\.[a-z.]*[a-z]", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Metric { get; }
}
