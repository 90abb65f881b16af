using System.Diagnostics.Metrics;
using LiveView.Handler.Telemetry;

namespace LiveView.Handler.Deliver;

/// <summary>What is counted on the way to the viewers.</summary>
internal sealed class DeliverMetrics
{
    private readonly Histogram<double> _age;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _slow;

    public DeliverMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Names.Meter);
        _age = meter.CreateHistogram<double>("liveview.publish.age", "s", "Age of an update when it was published, from the receipt of the provider's bytes.");
        _slow = meter.CreateCounter<long>("liveview.publish.slow", "{update}", "Updates that took more than half a second to be published.");
        _failed = meter.CreateCounter<long>("liveview.publish.failed", "{tier}", "Tiers whose updates could not be published and are owed.");
    }

    public void Published(string feed, TimeSpan age) => _age.Record(age.TotalSeconds, new KeyValuePair<string, object?>("feed", feed));

    public void Slow(string feed) => _slow.Add(1, new KeyValuePair<string, object?>("feed", feed));

    public void Failed(string feed) => _failed.Add(1, new KeyValuePair<string, object?>("feed", feed));
}
