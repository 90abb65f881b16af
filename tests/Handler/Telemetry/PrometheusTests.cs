using System.Diagnostics.Metrics;
using LiveView.Handler.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace LiveView.Handler.Tests.Telemetry;

/// <summary>What a scraper reads.</summary>
public sealed class PrometheusTests
{
    [Fact]
    [Trait("Requirement", "79")]
    [Trait("Requirement", "112")]
    public void Counters_gauges_and_histograms_are_written_as_the_format_says()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var readings = new Readings();
        var meter = services.GetRequiredService<IMeterFactory>().Create(Names.Meter);
        var counter = meter.CreateCounter<long>("t.counted", description: "Counted.");
        var histogram = meter.CreateHistogram<double>("t.took", "s", "Took.");
        var stands = 7;
        meter.CreateObservableGauge("t.stands", () => stands, description: "Stands.");
        counter.Add(2, new KeyValuePair<string, object?>("by", "a"));
        counter.Add(3, new KeyValuePair<string, object?>("by", "a"));
        histogram.Record(0.02);
        histogram.Record(0.3);
        histogram.Record(99_999);
        var text = PrometheusText.Write(Mine(readings));
        stands = 4;
        Assert.Contains("# TYPE t_counted counter\nt_counted{by=\"a\"} 5\n", text, StringComparison.Ordinal);
        Assert.Contains("t_took_bucket{le=\"0.025\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("t_took_bucket{le=\"0.5\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("t_took_bucket{le=\"10000\"} 2\nt_took_bucket{le=\"+Inf\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("t_took_count 3\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE t_stands gauge\nt_stands 7\n", text, StringComparison.Ordinal);
        Assert.Contains("t_stands 4\n", PrometheusText.Write(Mine(readings)), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_stations_that_count_under_one_name_are_one_series_and_a_label_may_say_anything()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var readings = new Readings();
        var meter = services.GetRequiredService<IMeterFactory>().Create(Names.Meter);
        meter.CreateCounter<long>("t.shared", "{a}", "One says it so.").Add(2);
        meter.CreateCounter<long>("t.shared", description: "Another so.").Add(3);
        meter.CreateCounter<long>("t.odd").Add(1, new KeyValuePair<string, object?>("by", "a \"quoted\" \\ line\n"));
        var page = new MetricsPage(PrometheusText.Write(Mine(readings)));
        Assert.Equal(5, page.Samples["t_shared"]);
        Assert.Contains(page.Samples.Keys, static series => series.StartsWith("t_odd{by=", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "71")]
    [Trait("Requirement", "80")]
    [Trait("Requirement", "72")]
    public void The_process_tells_its_memory_its_processor_time_and_its_threads_and_when_they_are_too_many()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var readings = new Readings();
        _ = new ProcessMetrics(services.GetRequiredService<IMeterFactory>(), TimeProvider.System);
        var text = PrometheusText.Write(readings.Read());
        foreach (var name in new[] { "memory_usage_mb", "gc_heap_mb", "cpu_usage_percent", "worker_threads", "cv_worker_threads", "worker_threads_limit", "worker_threads_alarm" })
            Assert.Contains($"\n{name} ", text, StringComparison.Ordinal);
        Assert.False(ProcessMetrics.IsCrowded(79, 100));
        Assert.True(ProcessMetrics.IsCrowded(80, 100));
    }

    // Other tests of this process may count too.
    private static IEnumerable<(Readings.Series Series, SumValue Value)> Mine(Readings readings) =>
        readings.Read().Where(static line => line.Series.Instrument.Name.StartsWith("t.", StringComparison.Ordinal));
}
