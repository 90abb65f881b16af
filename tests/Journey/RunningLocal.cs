using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using LiveView.Local;
using LiveView.Local.Providers;
using LiveView.Local.PubSub;
using LiveView.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Journey.Tests;

/// <summary>The whole of Live View on this machine, as <c>dotnet run --project infra/Local</c> starts it, on free ports and in a folder of its own.</summary>
internal sealed class RunningLocal : IAsyncDisposable
{
    private readonly DirectoryInfo _data;
    private readonly SmallAzure _azure;

    private RunningLocal(DirectoryInfo data, SmallAzure azure)
    {
        (_data, _azure) = (data, azure);
        Http = new() { BaseAddress = azure.Functions!.Endpoint }; // no test leaves the functions to others
    }

    public static string RepoRoot { get; } = typeof(RunningLocal).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => attribute.Key == "RepoRoot").Value!;

    /// <summary>A client of the board's address.</summary>
    public HttpClient Http { get; }

    public Uri Board => Http.BaseAddress!;

    public Uri Providers => _azure.Providers!.Endpoint;

    /// <summary>Web PubSub as it is now; after a restart it is another.</summary>
    public PubSubServer PubSub => _azure.PubSub ?? throw new InvalidOperationException("It is away.");

    /// <summary>Executions of a function that are running now.</summary>
    public int Running(string function) => _azure.Functions!.Running(function);

    /// <summary>Everything that runs, for who looks at it as a person does.</summary>
    public SmallAzure Azure => _azure;

    /// <summary>Tries of a function that failed.</summary>
    public long Failures(string function) => _azure.Functions!.Failures(function);

    public Task RestartPubSubAsync(Func<Task> meanwhile, CancellationToken token) => _azure.RestartPubSubAsync(meanwhile, token);

    /// <summary>Stops the storage in order, does something, and starts it again.</summary>
    public Task RestartStorageAsync(Func<Task> meanwhile, CancellationToken token) => _azure.Azurite!.RestartAsync(meanwhile, token);

    /// <summary>Kills the storage; who keeps it starts another process.</summary>
    public async Task KillStorageAsync(CancellationToken token)
    {
        var before = _azure.Azurite!.ProcessId;
        Signal("KILL");
        await Eventually.Until("another storage process runs", () => _azure.Azurite.ProcessId != before, token, TimeSpan.FromSeconds(60));
    }

    /// <summary>The storage stands still while something is done: what was sent to it is taken afterwards.</summary>
    public async Task WhileStorageSleepsAsync(Func<Task> action)
    {
        Signal("STOP");
        try
        {
            await action();
        }
        finally
        {
            Signal("CONT");
        }
    }

    public async Task<bool> IsReadyAsync(CancellationToken token)
    {
        using var answer = await Http.GetAsync(new Uri("api/ready", UriKind.Relative), token);
        return answer.IsSuccessStatusCode;
    }

    public static async Task<RunningLocal> StartAsync(CancellationToken token, Recording? recording = null, params (string Name, string Value)[] settings)
    {
        var data = Directory.CreateTempSubdirectory("liveview-");
        var options = new LocalOptions { FunctionsPort = 0, PubSubPort = 0, EventHubsPort = 0, AzuritePort = 0, Data = data.FullName, Speed = 20 };
        foreach (var provider in new[] { "Nba", "Nhl", "Mlb", "OpenLiga", "OpenFootball" })
            options.Settings[$"Providers__{provider}__Targets"] = ""; // a test that wants a second provider says so
        foreach (var (name, value) in settings)
            options.Settings[name] = value;
        if (recording is not null)
            options.Recordings.Add(recording);
        return new(data, await SmallAzure.StartAsync(options, NullLoggerFactory.Instance, token));
    }

    /// <summary>The process of the handler, dead from one moment to the next; the host starts another.</summary>
    public async Task KillHandlerAsync(CancellationToken token)
    {
        var before = _azure.Functions!.HandlerProcessId;
        await _azure.Functions.KillHandlerAsync();
        await Eventually.Until("another handler runs", () => _azure.Functions.HandlerProcessId is { } now && now != before, token);
    }

    /// <summary>Tiers of a name of live topics, the youngest first, once there are so many.</summary>
    public async Task<IReadOnlyList<string>> LiveTiersAsync(string name, int count, CancellationToken token)
    {
        string[] tiers = [];
        await Eventually.Until($"{count} live topics are listed", async () => (tiers = await ListAsync(name, token)).Length >= count, token, TimeSpan.FromSeconds(90));
        return tiers[..count];
    }

    /// <summary>
    /// The score of a match that moves all the time: one with a clock that is told (a football score may stand for half an hour of the
    /// match), and of those the one that began last, so that it does not end while it is watched.
    /// </summary>
    public async Task<string> MovingTierAsync(CancellationToken token)
    {
        string[] tiers = [];
        await Eventually.Until("a match with a clock is live", async () => (tiers = [.. (await ListAsync("score", token)).Where(HasClock)]).Length > 0, token, TimeSpan.FromSeconds(90));
        var starts = await Task.WhenAll(tiers.Select(StartAsync));
        return tiers.Zip(starts).MaxBy(static match => match.Second).First;

        static bool HasClock(string tier) => tier.StartsWith("sports:nba.", StringComparison.Ordinal) || tier.StartsWith("sports:nhl.", StringComparison.Ordinal);

        async Task<DateTimeOffset> StartAsync(string tier) =>
            (await Http.GetFromJsonAsync<JsonElement>($"api/tiers/{tier}", token)).GetProperty("state").GetProperty("data").GetProperty("start").GetDateTimeOffset();
    }

    /// <summary>The sum of a counter's series, or of those with a label.</summary>
    public async Task<long> CountAsync(string counter, CancellationToken token, string label = "")
    {
        var text = await Http.GetStringAsync(new Uri("api/metrics", UriKind.Relative), token);
        return text.Split('\n')
            .Where(line => line.StartsWith(counter, StringComparison.Ordinal) && line[counter.Length] is ' ' or '{' && line.Contains(label, StringComparison.Ordinal))
            .Sum(static line => (long)double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));
    }

    private async Task<string[]> ListAsync(string name, CancellationToken token)
    {
        var list = await Http.GetFromJsonAsync<JsonElement>("api/topics?feed=sports&recent=100", token);
        return
        [
            .. from topic in list.GetProperty("topics").EnumerateArray()
               where topic.GetProperty("phase").GetString() == "live"
               from tier in topic.GetProperty("tiers").EnumerateArray()
               where tier.GetProperty("tier").GetString()!.EndsWith($"/{name}", StringComparison.Ordinal)
               orderby tier.GetProperty("offset").GetInt64() // the youngest match has the most before it
               select tier.GetProperty("tier").GetString()!,
        ];
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _azure.Azurite!.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _azure.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
