using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LiveView.Core.Feeds;
using LiveView.Core.Flow;
using LiveView.Handler.Telemetry;

namespace LiveView.Handler.Fold;

/// <summary>What is counted while Raws become updates. Every delivery is counted once, under what became of it.</summary>
internal sealed class FoldMetrics
{
    // Bounded: one entry a feed.
    private readonly ConcurrentDictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _updates;

    /// <summary>The bound of docs/runbooks/fold-lag.md.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);
    private const int MostFeeds = 32;

    private readonly Counter<long> _conflicts;
    private readonly Counter<long> _late;
    private readonly Histogram<double> _lag;
    private readonly Histogram<double> _age;
    private readonly AuditMetrics _audit;

    public FoldMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Names.Meter);
        _deliveries = meter.CreateCounter<long>("liveview.fold.deliveries", "{record}", "Deliveries of the raw hub by what became of them.");
        _rejected = meter.CreateCounter<long>("liveview.fold.rejected", "{record}", "Deliveries that were not taken, by reason; kept as dead letters.");
        _updates = meter.CreateCounter<long>("liveview.updates", "{update}", "Updates committed, by feed and tier.");
        _conflicts = meter.CreateCounter<long>("liveview.fold.conflicts", "{commit}", "Commits that somebody else was faster with, and that were folded again.");
        _lag = meter.CreateHistogram<double>("liveview.lag", "s", "How long a Raw had lain on the hub when its batch was taken up, by feed.");
        _age = meter.CreateHistogram<double>("liveview.commit.age", "s", "Age of an update when it was committed, from the receipt of the provider's bytes, by feed.");
        meter.CreateObservableGauge("liveview.lag.records", Lags, "{record}", "Raws that this instance has taken up and not folded yet, by feed; what still lies on the hub the hub itself tells.");
        _audit = new(meters);
        _late = meter.CreateCounter<long>("liveview.fold.late", "{record}", "Deliveries that had waited on the hub longer than the bound when their batch was taken up.");
    }

    /// <summary>Batches that are not folded yet, by partition. One that failed comes again, here or elsewhere.</summary>
    public InHand Raws { get; } = new(TimeSpan.FromMinutes(5));

    /// <summary>Deliveries of a feed were taken up, the first of which has lain on the hub so long.</summary>
    public void Taken(string feed, int count, TimeSpan lag)
    {
        _lag.Record(Math.Max(0, lag.TotalSeconds), new KeyValuePair<string, object?>("feed", Known(feed)));
        _open.AddOrUpdate(Known(feed), static (_, more) => more, static (_, before, more) => before + more, count);
    }

    /// <summary>They are not in hand any more: folded, or given back to the hub.</summary>
    public void Given(string feed, int count) => _open.AddOrUpdate(Known(feed), static (_, _) => 0, static (_, before, less) => before - less, count);

    /// <summary>A topic's deliveries were folded and committed.</summary>
    public void Took(TimeSpan elapsed) => _audit.Frame(elapsed);

    public void Waited(TimeSpan longest)
    {
        if (longest > Bound)
            _late.Add(1);
    }

    public void Folded(TopicFolded result)
    {
        Count("folded", result.Folded);
        Count("unchanged", result.Unchanged);
        Count("repeated", result.Repeated);
        Count("overtaken", result.Overtaken);
        Count("rejected", result.DeadLetters.Count);
        foreach (var update in result.Commit?.Updates ?? [])
        {
            _updates.Add(1, new("feed", update.Tier.Topic.Feed), new("tier", update.Tier.Name));
            _age.Record(Math.Max(0, (update.At.Committed - update.At.Received).TotalSeconds), new KeyValuePair<string, object?>("feed", update.Tier.Topic.Feed));
        }
    }

    public void Rejected(Rejection reason)
    {
        _rejected.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
        _audit.FrameError();
    }

    public void Conflict() => _conflicts.Add(1);

    // What lies on the hub may name anything; a series a name would be a door to our memory.
    private string Known(string feed) => _open.Count < MostFeeds || _open.ContainsKey(feed) ? feed : "other";

    private IEnumerable<Measurement<int>> Lags() => _open.Select(static feed => new Measurement<int>(feed.Value, new KeyValuePair<string, object?>("feed", feed.Key)));

    private void Count(string outcome, int count)
    {
        if (count > 0)
            _deliveries.Add(count, new KeyValuePair<string, object?>("outcome", outcome));
    }
}
