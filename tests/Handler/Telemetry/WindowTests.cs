using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LiveView.Handler.Deliver;
using LiveView.Handler.Fold;
using LiveView.Handler.Tests.Doors;
using LiveView.Handler.Tests.Stations;
using LiveView.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LiveView.Handler.Tests.Telemetry;

/// <summary>What can be seen of the deployed executable from outside, after something has happened in it.</summary>
public sealed class WindowTests : IAsyncLifetime
{
    private OpenHouse? _house;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private OpenHouse House => _house ?? throw new InvalidOperationException("It has not been started.");

    public async ValueTask InitializeAsync() => _house = await OpenHouse.StartAsync(Token, ("Limits:AttemptBurst", "0"));

    public ValueTask DisposeAsync() => House.DisposeAsync();

    [Fact]
    [Trait("Requirement", "73")]
    [Trait("Requirement", "79")]
    [Trait("Requirement", "80")]
    [Trait("Requirement", "81")]
    [Trait("Requirement", "82")]
    [Trait("Requirement", "83")]
    [Trait("Requirement", "112")]
    public async Task The_metrics_page_is_valid_and_has_every_name_that_is_asked_for()
    {
        var visitor = new Visitor(House, Token);
        var tier = $"{Boards.Topic}/score";
        var (status, url) = await visitor.NegotiateAsync(tier, null);
        Assert.Equal(HttpStatusCode.OK, status);
        using (var socket = await visitor.ConnectAsync(url!))
        {
            await House.App.Services.GetRequiredService<FoldBatch>().RunAsync(Boards.Batch(1, Boards.Message(50, 48), "no raw"u8.ToArray()), Token);
            await House.App.Services.GetRequiredService<Sweep>().RunAsync(default, Token);
            var watched = await PageAsync();
            Assert.Equal(1, watched.Samples["""active_streams{feed="sports"}"""]);
            Assert.Equal(1, watched.Samples["""active_viewers{feed="sports"}"""]);
            Assert.Equal(1, watched.Samples["lv_connections"]);
        }

        await Eventually.Until("the end of the connection is told", async () => (await PageAsync()).Samples.GetValueOrDefault("websocket_disconnects") is > 0.5 and < 1.5, Token);
        using (await House.SendAsync(HttpMethod.Get, $"/api/tiers/{tier}", null, null, Token))
        using (await House.SendAsync(HttpMethod.Get, "/api/favourites", null, null, Token))
        {
            // Answered, and refused.
        }

        var page = await PageAsync();
        foreach (var (name, type) in new[]
        {
            ("active_streams", "gauge"), ("active_viewers", "gauge"), ("cv_worker_threads", "gauge"), ("memory_usage_mb", "gauge"), ("cpu_usage_percent", "gauge"),
            ("frame_processing_latency_ms", "histogram"), ("broadcast_latency_ms", "histogram"), ("websocket_send_duration_ms", "histogram"),
            ("frame_processing_errors", "counter"), ("broadcast_failures", "counter"), ("agent_timeout_errors", "counter"), ("websocket_disconnects", "counter"),
            ("emergency_calls_placed", "counter"), ("critical_alerts_fired", "counter"), ("streams_by_analysis_mode", "counter"),
            ("liveview_commit_age", "histogram"), ("liveview_publish_age", "histogram"), ("liveview_lag", "histogram"), ("liveview_lag_records", "gauge"),
            ("liveview_oldest", "gauge"), ("liveview_queue_length", "gauge"), ("liveview_outbox", "gauge"), ("liveview_rejected", ""), ("liveview_fold_rejected", "counter"),
            ("liveview_fold_deliveries", "counter"), ("liveview_catchup_answers", "counter"), ("liveview_door_refused", "counter"), ("liveview_door_admissions", "counter"),
            ("worker_threads_alarm", "gauge"), ("gc_heap_mb", "gauge"),
        })
            Assert.True(type.Length == 0 || page.Types.GetValueOrDefault(name) == type, $"{name} is no {type}");
        Assert.Equal(1, page.Samples["frame_processing_errors"]);
        Assert.Equal(0, page.Samples["""liveview_lag_records{feed="sports"}"""]);
        Assert.Equal(0, page.Samples["""liveview_oldest{of="raw"}"""]);
        Assert.Equal(0, page.Samples["emergency_calls_placed"]); // shown before the first, or nobody could be alerted of one
    }

    [Theory]
    [InlineData("/api/health")]
    [InlineData("/api/healthz")]
    [Trait("Requirement", "25")]
    [Trait("Requirement", "101")]
    [Trait("Requirement", "121")]
    [Trait("Requirement", "71")]
    public async Task Health_tells_what_the_process_uses_to_who_asks(string path)
    {
        Assert.Equal("""{"status":"healthy"}""", await House.Http.GetStringAsync(new Uri(path, UriKind.Relative), Token));
        var usage = (await JsonAsync($"{path}?detail=1")).GetProperty("usage");
        Assert.True(usage.GetProperty("memoryMb").GetDouble() > 1);
        Assert.True(usage.GetProperty("heapMb").GetDouble() > 0.1);
        Assert.True(usage.GetProperty("threads").GetInt32() > 0);
        Assert.True(usage.GetProperty("uptimeSeconds").GetDouble() > 0);
    }

    [Fact]
    [Trait("Requirement", "25")]
    [Trait("Requirement", "70")]
    [Trait("Requirement", "74")]
    public async Task Ready_tells_of_each_thing_whether_it_answers_how_fast_and_when_it_last_did()
    {
        var well = await JsonAsync("/api/ready?detail=1");
        Assert.Equal("ready", well.GetProperty("status").GetString());
        Assert.Equal(["store", "hub", "pubsub"], well.GetProperty("parts").EnumerateArray().Select(static part => part.GetProperty("name").GetString()));
        Assert.All(well.GetProperty("parts").EnumerateArray(), static part =>
        {
            Assert.True(part.GetProperty("healthy").GetBoolean());
            Assert.InRange(part.GetProperty("milliseconds").GetDouble(), 0, 2_500);
            Assert.True(part.TryGetProperty("seen", out _));
        });
        Assert.Equal(0, well.GetProperty("waiting").GetArrayLength());
        await House.TakePubSubAwayAsync();
        using var answer = await House.Http.GetAsync(new Uri("/api/ready", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var ill = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        var part = Assert.Single(ill.GetProperty("parts").EnumerateArray(), static part => !part.GetProperty("healthy").GetBoolean());
        Assert.Equal("pubsub", part.GetProperty("name").GetString());
        Assert.True(part.TryGetProperty("seen", out _)); // it was well before
        using var health = await House.Http.GetAsync(new Uri("/api/health", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    [Trait("Requirement", "70")]
    public async Task Who_asks_for_what_the_store_does_not_give_is_told_when_to_come_again()
    {
        await House.TakeStorageAwayAsync();
        using var answer = await House.SendAsync(HttpMethod.Get, "/api/topics?feed=sports", null, null, Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(1, answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("127.0.0.1", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private async Task<MetricsPage> PageAsync() => new(await House.Http.GetStringAsync(new Uri("/api/metrics", UriKind.Relative), Token));

    private async Task<JsonElement> JsonAsync(string path) => await House.Http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), Token);
}
