using System.Text.Json;
using System.Text.RegularExpressions;

namespace LiveView.Architecture.Tests;

/// <summary>What the host is told and what the handler answers are the same functions.</summary>
public sealed partial class FunctionTests
{
    [Fact]
    public void Every_trigger_has_a_mapped_function_and_every_mapped_function_a_trigger()
    {
        string[] mapped = [.. Mapping.Matches(Repository.Read("functions/Handler/HandlerApp.cs")).Select(static match => match.Groups["name"].Value)];
        string[] triggered = [.. Manifests().Where(static manifest => Trigger(manifest.Json) != "httpTrigger").Select(static manifest => manifest.Function)];
        Assert.Equal(triggered.Order(StringComparer.Ordinal), mapped.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Function_names_are_unique_across_stations() =>
        Assert.Distinct(Manifests().Select(static manifest => manifest.Function), StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void All_http_goes_through_one_function_that_the_host_proxies()
    {
        var http = Assert.Single(Manifests(), static manifest => Trigger(manifest.Json) == "httpTrigger");
        Assert.Equal(2, http.Json.GetProperty("bindings").GetArrayLength()); // one in, one out: otherwise the host wraps it
        Assert.Equal("{*path}", http.Json.GetProperty("bindings")[0].GetProperty("route").GetString());
        using var host = JsonDocument.Parse(Repository.Read("host.json"));
        Assert.True(host.RootElement.GetProperty("customHandler").GetProperty("enableProxyingHttpRequest").GetBoolean());
        Assert.Equal("", host.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString());
    }

    [Fact]
    public void A_batch_of_raws_is_retried_without_end_because_the_host_moves_its_checkpoint_when_retries_are_used_up()
    {
        var fold = Manifests().Single(static manifest => manifest.Function == "Fold").Json;
        Assert.Equal(-1, fold.GetProperty("retry").GetProperty("maxRetryCount").GetInt32());
    }

    [Fact]
    public void A_function_folder_holds_nothing_but_its_manifest()
    {
        foreach (var manifest in Repository.Files("functions/Handler", "function.json"))
            Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(manifest)!));
    }

    [Fact]
    public void The_executable_that_the_host_starts_is_the_one_we_build()
    {
        using var host = JsonDocument.Parse(Repository.Read("host.json"));
        Assert.Equal(
            typeof(Handler.Chance).Assembly.GetName().Name,
            host.RootElement.GetProperty("customHandler").GetProperty("description").GetProperty("defaultExecutablePath").GetString());
    }

    private static IEnumerable<(string Function, JsonElement Json)> Manifests() =>
        Repository.Files("functions/Handler", "function.json").Select(static path =>
            (Path.GetFileName(Path.GetDirectoryName(path)!), JsonDocument.Parse(File.ReadAllText(path)).RootElement));

    private static string Trigger(JsonElement manifest) => manifest.GetProperty("bindings")[0].GetProperty("type").GetString()!;

    [GeneratedRegex(@"Map(Timer|Events)\(""(?<name>\w+)""", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Mapping { get; }
}
