using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LiveView.Local.Host;
using LiveView.Testing;

namespace LiveView.Local.Tests.Host;

/// <summary>Checklist 11 and 12: stops, drains and the host's own addresses.</summary>
public sealed class StopTests(RunningAzurite azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stop_waits_for_what_runs_but_not_for_ever_and_then_kills_without_a_word()
    {
        await using var stage = new Stage(azurite).Timer("Tick", "0 0 0 1 1 *").Timer("Busy", "* * * * * *").Answer("hang");
        var host = await stage.StartAsync(options => options.StopWithin = TimeSpan.FromSeconds(1));
        using var process = Process.GetProcessById(host.HandlerProcessId ?? 0);
        await Eventually.Until("it is called", () => stage.Calls.Count == 1, Token);
        var started = Stopwatch.GetTimestamp();
        await host.DisposeAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.9, 8);
        Assert.True(process.HasExited);
        Assert.Equal(1, stage.Logs.Count(9151));
    }

    [Fact]
    public async Task A_drain_takes_nothing_new_finishes_what_runs_and_records_it()
    {
        await using var stage = new Stage(azurite).Answer("hang");
        var hub = await stage.HubAsync();
        hub.Partitions[0].Append([new(Encoding.UTF8.GetBytes("running"))]);
        var host = await stage.Reader("Fold", hub.Name, retry: """,'retry':{'strategy':'fixedDelay','maxRetryCount':9,'delayInterval':'00:00:00.010'}""".Replace('\'', '"')).StartAsync();
        await Eventually.Until("it is called", () => stage.Calls.Count == 1, Token);
        using var http = new HttpClient { BaseAddress = host.Endpoint };
        using var drain = await http.PostAsync(new Uri("admin/host/drain", UriKind.Relative), null, Token);
        Assert.Equal(202, (int)drain.StatusCode);
        Assert.Equal("""{"state":"InProgress","outstandingInvocations":1,"outstandingRetries":0}""", await http.GetStringAsync(new Uri("admin/host/drain/status", UriKind.Relative), Token));
        hub.Partitions[0].Append([new(Encoding.UTF8.GetBytes("later"))]);
        stage.Answer("ok");
        await host.KillHandlerAsync(); // the call under way fails, and its retry still runs

        await Eventually.Until("the drain is complete", async () => await StateAsync(http) == "Completed", Token);
        Assert.Equal(2, stage.Calls.Count);
        using var blobs = new BlobStore(StorageAccount.Parse(azurite.ConnectionString), TimeProvider.System);
        Assert.Equal(0, await new Checkpoints(blobs).ReadAsync(new("events", hub.Name, "localhost", "$Default", Many: true, BodyType.String), "0", Token));

        using var resume = await http.PostAsync(new Uri("admin/host/resume", UriKind.Relative), null, Token);
        await Eventually.Until("the later event arrives", () => stage.Calls.Count == 3, Token);
        Assert.Equal("Disabled", await StateAsync(http));
    }

    [Fact]
    public async Task The_status_says_who_runs()
    {
        await using var stage = new Stage().Api();
        var host = await stage.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Endpoint };
        var status = await http.GetFromJsonAsync<JsonElement>(new Uri("admin/host/status", UriKind.Relative), Token);

        Assert.Equal("Running", status.GetProperty("state").GetString());
        Assert.Equal(HostVersion.Number, status.GetProperty("version").GetString());
        Assert.StartsWith("local-", status.GetProperty("id").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_can_be_run_by_hand_and_an_unknown_one_is_not_found()
    {
        await using var stage = new Stage(azurite);
        var hub = await stage.HubAsync();
        var host = await stage.Reader("Fold", hub.Name).StartAsync();
        await InvocationTests.RunAsync(host, "fold", "{\"a\":1}");
        await Eventually.Until("it is called", () => stage.Calls.Count == 1, Token);
        Assert.Equal("""["{\"a\":1}"]""", stage.Bodies[0].GetProperty("Data").GetProperty("events").GetString());
        Assert.True(stage.Bodies[0].GetProperty("Metadata").TryGetProperty("SequenceNumber", out _));

        using var http = new HttpClient { BaseAddress = host.Endpoint };
        using var unknown = await http.PostAsJsonAsync(new Uri("admin/functions/Nobody", UriKind.Relative), new { input = "" }, Token);
        Assert.Equal(404, (int)unknown.StatusCode);
        using var bad = await http.PostAsync(new Uri("admin/functions/Fold", UriKind.Relative), new StringContent("{"), Token);
        Assert.Equal(400, (int)bad.StatusCode);
    }

    private static async Task<string?> StateAsync(HttpClient http) =>
        (await http.GetFromJsonAsync<JsonElement>(new Uri("admin/host/drain/status", UriKind.Relative), Token)).GetProperty("state").GetString();
}
