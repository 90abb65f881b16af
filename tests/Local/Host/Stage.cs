using System.Text.Json;
using LiveView.Local.EventHubs;
using LiveView.Local.Host;
using Newtonsoft.Json.Linq;

namespace LiveView.Local.Tests.Host;

/// <summary>A staged app in a folder of its own: a host.json, some functions, and the test handler as a real child process.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly List<FunctionHost> _hosts = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("liveview-stage-").FullName;

    public Stage(RunningAzurite? azurite = null)
    {
        Directory.CreateDirectory(Root);
        Settings["TEST_RECORD"] = Path.Combine(_folder, "record");
        Settings["TEST_ANSWER"] = Path.Combine(_folder, "answer");
        Settings["EventHubConnection"] = "Endpoint=sb://localhost;SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true;";
        if (azurite is not null)
            Settings["AzureWebJobsStorage"] = azurite.ConnectionString;
    }

    /// <summary>The test handler, built beside this assembly.</summary>
    public static string Executable { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Local.Handler", new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)).Name, "LiveView.Local.Handler"));

    public string Root => Path.Combine(_folder, "app");

    public Dictionary<string, string> Settings { get; } = [];

    public HeardLogs Logs { get; } = new();

    public EventHubsServer? EventHubs { get; set; }

    /// <summary>Each call that reached the handler: method, path, headers, body, process.</summary>
    public IReadOnlyList<JsonElement> Calls => File.Exists(Settings["TEST_RECORD"])
        ? [.. File.ReadAllLines(Settings["TEST_RECORD"]).Where(line => line.EndsWith('}')).Select(line => JsonElement.Parse(line))]
        : [];

    public IReadOnlyList<JsonElement> Bodies => [.. Calls.Select(call => JsonElement.Parse(call.GetProperty("Body").GetString() ?? ""))];

    /// <summary>What the handler answers from now on; see the test handler's Answers.</summary>
    public Stage Answer(string how)
    {
        File.WriteAllText(Settings["TEST_ANSWER"], how);
        return this;
    }

    /// <summary>Merges into the plain host.json.</summary>
    public Stage HostJson(string json)
    {
        var host = new JObject
        {
            ["version"] = "2.0",
            ["customHandler"] = new JObject { ["description"] = new JObject { ["defaultExecutablePath"] = Executable }, ["enableProxyingHttpRequest"] = true },
        };
        host.Merge(JObject.Parse(json));
        File.WriteAllText(Path.Combine(Root, "host.json"), host.ToString());
        return this;
    }

    public Stage Function(string name, string json)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, name));
        File.WriteAllText(Path.Combine(folder.FullName, "function.json"), json);
        return this;
    }

    public Stage Timer(string name, string schedule, string more = "", string retry = "") => Function(name,
        $$"""{"bindings":[{"type":"timerTrigger","direction":"in","name":"timer","schedule":"{{schedule}}"{{more}}}]{{retry}}}""");

    public Stage Reader(string name, string hub, string more = "\"cardinality\":\"many\",\"dataType\":\"string\"", string retry = "") => Function(name,
        $$"""{"bindings":[{"type":"eventHubTrigger","direction":"in","name":"events","eventHubName":"{{hub}}","connection":"EventHubConnection",{{more}}}]{{retry}}}""");

    public Stage Api(string route = "api/{*path}", string methods = "") => Function("Api",
        $$"""{"bindings":[{"type":"httpTrigger","direction":"in","name":"req","authLevel":"anonymous","route":"{{route}}"{{methods}}},{"type":"http","direction":"out","name":"res"}]}""");

    public async Task<FunctionHost> StartAsync(Action<FunctionHostOptions>? change = null)
    {
        if (!File.Exists(Path.Combine(Root, "host.json")))
            HostJson("""{"extensions":{"http":{"routePrefix":""}}}""");
        var options = new FunctionHostOptions { AppRoot = Root, Port = 0, Settings = Settings, EventHubs = EventHubs, Logs = Logs };
        change?.Invoke(options);
        var host = await FunctionHost.StartAsync(options, TestContext.Current.CancellationToken);
        _hosts.Add(host);
        return host;
    }

    /// <summary>Hubs of this stage's own, with names that no other test uses for its checkpoints.</summary>
    public async Task<EventHub> HubAsync(int partitions = 1)
    {
        var name = Path.GetFileName(_folder).ToLowerInvariant();
        EventHubs = await EventHubsServer.StartAsync(
            new() { Port = 0, DataDirectory = Path.Combine(_folder, "hubs"), Hubs = [new(name, partitions, "fold")], Logs = Logs }, TestContext.Current.CancellationToken);
        return EventHubs.Hubs[0];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
        if (EventHubs is { } hubs)
            await hubs.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
