using System.Diagnostics.Metrics;
using LiveView.Core.Feeds;
using LiveView.Core.Flow;
using LiveView.Handler.Telemetry;

namespace LiveView.Handler.Fold;

/// <summary>What is counted while Raws become updates. Every delivery is counted once, under what became of it.</summary>
internal sealed class FoldMetrics
{
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _updates;
    /// <summary>The bound of docs/runbooks/fold-lag.md.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private readonly Counter<long> _conflicts;
    private readonly Counter<long> _late;

    public FoldMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Names.Meter);
        _deliveries = meter.CreateCounter<long>("liveview.fold.deliveries", "{record}", "Deliveries of the raw hub by what became of them.");
        _rejected = meter.CreateCounter<long>("liveview.fold.rejected", "{record}", "Deliveries that were not taken, by reason; kept as dead letters.");
        _updates = meter.CreateCounter<long>("liveview.updates", "{update}", "Updates committed, by feed and tier.");
        _conflicts = meter.CreateCounter<long>("liveview.fold.conflicts", "{commit}", "Commits that somebody else was faster with, and that were folded again.");
        _late = meter.CreateCounter<long>("liveview.fold.late", "{record}", "Deliveries that had waited on the hub longer than the bound when their batch was taken up.");
    }

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
            _updates.Add(1, new("feed", update.Tier.Topic.Feed), new("tier", update.Tier.Name));
    }

    public void Rejected(Rejection reason) => _rejected.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    public void Conflict() => _conflicts.Add(1);

    private void Count(string outcome, int count)
    {
        if (count > 0)
            _deliveries.Add(count, new KeyValuePair<string, object?>("outcome", outcome));
    }
}
