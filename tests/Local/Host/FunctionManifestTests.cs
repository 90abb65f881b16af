using LiveView.Local.Host;

namespace LiveView.Local.Tests.Host;

/// <summary>Checklist 3: what a function.json may say, and what is told when it says something else.</summary>
public sealed class FunctionManifestTests
{
    private static readonly AppSettings Settings = new(new Dictionary<string, string>
    {
        ["HUB"] = "raw",
        ["CRON"] = "* * * * * *",
        ["Connection"] = "Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=n;SharedAccessKey=k=",
        ["WithPath"] = "Endpoint=sb://localhost;SharedAccessKeyName=n;SharedAccessKey=k;EntityPath=other",
    });

    [Fact]
    public void Settings_are_resolved_whole_and_in_part()
    {
        var trigger = (EventHubTrigger)Parse("""{"type":"eventHubTrigger","direction":"in","name":"e","eventHubName":"pre-%hub%","connection":"Connection"}""").Trigger;

        Assert.Equal(new("e", "pre-raw", "ns.servicebus.windows.net", "$Default", Many: true, BodyType.Json), trigger);
    }

    [Fact]
    public void The_path_in_a_connection_string_beats_the_name() =>
        Assert.Equal("other", ((EventHubTrigger)Parse("""{"type":"eventHubTrigger","direction":"in","name":"e","eventHubName":"raw","connection":"WithPath"}""").Trigger).Hub);

    [Fact]
    public void A_retry_policy_is_read()
    {
        const string timer = """{"type":"timerTrigger","direction":"in","name":"t","schedule":"%CRON%"}""";

        Assert.Equal(new(-1, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)), Parse(timer, """{"strategy":"fixedDelay","maxRetryCount":-1,"delayInterval":"00:00:10"}""").Retry);
        var policy = Parse(timer, """{"strategy":"exponentialBackoff","maxRetryCount":5,"minimumInterval":"00:00:01","maximumInterval":"00:00:30"}""").Retry;
        var random = new Random(1);
        var delays = Enumerable.Range(1, 8).Select(retry => policy?.Delay(retry, random) ?? default).ToList();
        Assert.Equal(TimeSpan.FromSeconds(1), delays[0]);
        Assert.Equal(delays.Order(), delays);
        Assert.Equal(TimeSpan.FromSeconds(30), delays[^1]);
    }

    [Theory]
    [InlineData("""{"type":"timerTrigger","direction":"in","name":"t","schedule":"%NOT_SET%"}""", "NOT_SET")]
    [InlineData("""{"type":"timerTrigger","direction":"in","name":"t","schedule":"0 0 0 * * 7"}""", "0 0 0 * * 7")]
    [InlineData("""{"type":"timerTrigger","direction":"in","name":"t"}""", "schedule")]
    [InlineData("""{"type":"timerTrigger","direction":"in","schedule":"* * * * * *"}""", "name")]
    [InlineData("""{"type":"timerTrigger","direction":"out","name":"t","schedule":"* * * * * *"}""", "direction")]
    [InlineData("""{"type":"queueTrigger","direction":"in","name":"q"}""", "queueTrigger")]
    [InlineData("""{"type":"table","direction":"in","name":"q"}""", "exactly one trigger")]
    [InlineData("""{"type":"eventHubTrigger","direction":"in","name":"e","eventHubName":"raw","connection":"Endpoint=sb://literal"}""", "not set")]
    [InlineData("""{"type":"timerTrigger","direction":"in","name":"t","schedule":"* * * * * *"},{"type":"eventHub","direction":"out","name":"o"}""", "no binding 'eventHub'")]
    [InlineData("""{"type":"httpTrigger","direction":"in","name":"t"},{"type":"http","direction":"out","name":"t"}""", "name of its own")]
    [InlineData("""{"type":"httpTrigger","direction":"in","name":"t"}""", "http output")]
    public void A_fault_is_told_in_words(string bindings, string words)
    {
        var fault = Assert.Throws<HostConfigurationException>(() => Parse(bindings));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host")]
    [InlineData("1st")]
    [InlineData("a b")]
    public void A_name_that_cannot_be_one_is_refused(string name) =>
        Assert.Throws<HostConfigurationException>(() => FunctionManifest.Parse(name, """{"bindings":[]}""", Settings));

    [Fact]
    public async Task Every_faulty_function_is_named_at_once_and_a_disabled_one_is_left_out()
    {
        await using var stage = new Stage();
        stage.Function("One", "{").Function("Two", """{"bindings":[]}""").Function("Off", "{");
        stage.Settings["AzureWebJobs.Off.Disabled"] = "true";

        var fault = Assert.Throws<HostConfigurationException>(() => FunctionManifest.ReadAll(stage.Root, new(stage.Settings)));
        Assert.Contains("One/function.json", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Two/function.json", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Off", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "version")]
    [InlineData("""{"version":"2.0"}""", "Missing worker Description")]
    [InlineData("""{"version":"2.0","customHandler":{"description":{"defaultExecutablePath":""}}}""", "cannot be empty")]
    [InlineData("{", "host.json cannot be read")]
    public async Task A_host_json_that_no_host_could_run_is_told(string json, string words)
    {
        await using var stage = new Stage();
        await File.WriteAllTextAsync(Path.Combine(stage.Root, "host.json"), json, TestContext.Current.CancellationToken);

        var fault = Assert.Throws<HostConfigurationException>(() => HostJson.Read(stage.Root, new(stage.Settings)));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    private static FunctionManifest Parse(string bindings, string? retry = null) =>
        FunctionManifest.Parse("F", $$"""{"bindings":[{{bindings}}]{{(retry is null ? "" : $",\"retry\":{retry}")}}}""", Settings);
}
