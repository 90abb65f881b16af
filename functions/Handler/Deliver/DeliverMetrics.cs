using System.Diagnostics.Metrics;
using LiveView.Core.Topics;
using LiveView.Handler.Telemetry;

namespace LiveView.Handler.Deliver;

/// <summary>What is counted on the way to the viewers.</summary>
internal sealed class DeliverMetrics
{
    /// <summary>The objective of docs/slo.md: 99 of 100 updates are younger.</summary>
    private static readonly TimeSpan Objective = TimeSpan.FromSeconds(2);

    private readonly Histogram<double> _age;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _unwatched;
    private readonly Counter<long> _late;
    private readonly Counter<long> _slow;
    private readonly Histogram<double> _sourceAge;
    private readonly AuditMetrics _audit;

    public DeliverMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Names.Meter);
        _age = meter.CreateHistogram<double>("liveview.publish.age", "s", "Age of an update when it was published, from the receipt of the provider's bytes.");
        _sourceAge = meter.CreateHistogram<double>("liveview.source.age", "s", "Age of an update when it was published, from the provider's own time of it, where it tells one.");
        _audit = new(meters);
        _messages = meter.CreateCounter<long>("liveview.publish.messages", "{message}", "Messages given to Web PubSub.");
        _unwatched = meter.CreateCounter<long>("liveview.publish.unwatched", "{tier}", "Tiers whose updates nobody was there to be told.");
        _slow = meter.CreateCounter<long>("liveview.publish.slow", "{update}", "Updates that took more than half a second to be published.");
        _failed = meter.CreateCounter<long>("liveview.publish.failed", "{tier}", "Tiers whose updates could not be published and are owed.");
        _late = meter.CreateCounter<long>("liveview.publish.late", "{update}", "Updates that were older than the objective when they were published.");
    }

    /// <summary>Updates that this instance could not publish, by topic. Whoever sweeps next sees them, and may be another.</summary>
    public InHand Owed { get; } = new(TimeSpan.FromMinutes(3));

    public void Published(string feed, UpdateTimes at, DateTimeOffset now)
    {
        KeyValuePair<string, object?> tag = new("feed", feed);
        var age = now - at.Received;
        _age.Record(age.TotalSeconds, tag);
        if (at.Source is { } told)
            _sourceAge.Record(Math.Max(0, (now - told).TotalSeconds), tag); // its clock may be ahead of ours
        _audit.Broadcast(now - at.Committed);
        if (age > Objective)
            _late.Add(1, tag);
    }

    public void Slow(string feed) => _slow.Add(1, new KeyValuePair<string, object?>("feed", feed));

    public void Failed(string feed)
    {
        _failed.Add(1, new KeyValuePair<string, object?>("feed", feed));
        _audit.BroadcastFailed();
    }

    public void Sent(string feed, TimeSpan took)
    {
        _messages.Add(1, new KeyValuePair<string, object?>("feed", feed));
        _audit.Sent(took);
    }

    public void Unwatched(string feed, int tiers) => _unwatched.Add(tiers, new KeyValuePair<string, object?>("feed", feed));
}
