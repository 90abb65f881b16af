using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using LiveView.Core.Topics;
using LiveView.Handler.Telemetry;
using LiveView.Handler.Tests.Ingest;
using LiveView.Handler.Tests.Stations;
using Microsoft.Extensions.Configuration;

namespace LiveView.Handler.Tests.Telemetry;

/// <summary>One trace from a provider's bytes to the publish. Listeners are the process's, so nothing runs beside these.</summary>
[Collection(nameof(Alone))]
public sealed class TraceTests
{
    private static readonly string[] Stations = ["commit", "fold", "poll", "publish"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "79")]
    public async Task One_trace_leads_from_the_providers_bytes_over_the_hub_to_the_publish()
    {
        ConcurrentQueue<Activity> ended = new(); // bounded by the test
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Names.Meter,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var trace = await JourneyAsync();
        var ours = ended.Where(activity => activity.TraceId.ToHexString() == trace).ToArray();
        Assert.Equal(Stations, ours.Select(static activity => activity.OperationName).Order(StringComparer.Ordinal));
        var poll = Assert.Single(ours, static activity => activity.OperationName == "poll");
        var fold = Assert.Single(ours, static activity => activity.OperationName == "fold");
        Assert.Null(poll.Parent);
        Assert.Equal(poll.SpanId, fold.ParentSpanId); // it came inside the Raw
        Assert.True(fold.HasRemoteParent);
        Assert.All(ours.Where(static activity => activity.OperationName is "commit" or "publish"), activity => Assert.Equal(fold.SpanId, activity.ParentSpanId));
    }

    [Fact]
    [Trait("Requirement", "79")]
    public void What_names_no_trace_begins_one_at_the_fold_whatever_the_host_does_with_its_call()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Names.Meter,
            // As the exporter samples: what has a parent follows it.
            Sample = static (ref options) =>
                options.Parent == default || options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
        };
        ActivitySource.AddActivityListener(listener);
        using var call = new Activity("the host's call").Start();
        using var fold = Traces.Continue("fold", []);
        Assert.NotNull(fold);
        Assert.Null(fold.Parent);
        Assert.NotEqual(call.TraceId, fold.TraceId);
        Assert.Equal(call.Context, Assert.Single(fold.Links).Context);
    }

    [Fact]
    [Trait("Requirement", "79")]
    public async Task Traces_and_metrics_arrive_at_a_collector_by_OTLP()
    {
        await using var collector = await Collector.StartAsync(Token);
        string trace;
        using (var export = Export.Begin(new ConfigurationBuilder().AddInMemoryCollection([new("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address.AbsoluteUri)]).Build()))
        {
            Assert.NotNull(export);
            trace = await JourneyAsync();
        }

        Assert.Equal(Stations, collector.Spans().Where(span => span.Trace == trace).Select(static span => span.Name).Order(StringComparer.Ordinal));
        var metrics = collector.Metrics().ToHashSet(StringComparer.Ordinal);
        foreach (var name in new[] { "liveview.polls", "liveview.raws", "liveview.lag", "liveview.commit.age", "liveview.publish.age", "frame_processing_latency_ms", "broadcast_latency_ms" })
            Assert.Contains(name, metrics);
    }

    [Fact]
    [Trait("Requirement", "79")]
    public void Without_a_listener_a_span_costs_nothing_and_without_a_setting_nothing_listens()
    {
        Assert.Null(Export.Begin(new ConfigurationBuilder().Build()));
        Assert.False(Traces.Source.HasListeners());
        Assert.Null(Traces.Continue("fold", []));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            using var begun = Traces.Begin("poll");
            using var continued = Traces.Continue("fold", []);
            using var inner = Traces.Source.StartActivity("commit");
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>A poll of a scripted provider, the hub, a fold and a publish on real services.</summary>
    /// <returns>The trace that the update in the store leads back to.</returns>
    private static async Task<string> JourneyAsync()
    {
        await using var evening = await Evening.StartAsync(Token);
        await using var world = await World.StartAsync(Token, isOwed: true);
        await evening.WatchAsync(Token);
        var instance = new Instance(evening);
        await instance.TickAsync(Token);
        await instance.Poll.RunAsync(evening.Polls.Take(), Token);
        await world.Batch.RunAsync(evening.Raws.Take(), Token);
        var tier = Topic.Parse(Boards.Topic).Tier("score");
        Assert.Equal([1], world.Sent(tier));
        var update = Assert.Single(await world.Store.ReadTrailsAsync(tier, 1, 1, Token));
        var sources = Encoding.UTF8.GetString(update.Sources.Span);
        return sources[(sources.IndexOf("00-", StringComparison.Ordinal) + 3)..][..32];
    }
}

/// <summary>Nothing runs beside these tests.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
