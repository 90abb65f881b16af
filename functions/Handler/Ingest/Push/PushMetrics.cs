using System.Diagnostics.Metrics;
using LiveView.Handler.Telemetry;

namespace LiveView.Handler.Ingest.Push;

/// <summary>What is counted at the door for those who push. Every call is counted once.</summary>
internal sealed class PushMetrics
{
    private readonly Counter<long> _pushes;
    private readonly Counter<long> _raws;

    public PushMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Names.Meter);
        _pushes = meter.CreateCounter<long>("liveview.pushes", "{push}", "Pushes by feed and outcome.");
        _raws = meter.CreateCounter<long>("liveview.push.raws", "{record}", "Raws that pushes put on the hub, by feed.");
    }

    public void Taken(string feed, int raws)
    {
        Count(feed, "taken");
        _raws.Add(raws, new KeyValuePair<string, object?>("feed", feed));
    }

    /// <summary>Counts a refusal. The feed's name comes from outside, so it is counted only where it is known.</summary>
    public void Refused(string? feed, int status) => Count(feed ?? "unknown", $"http_{status}");

    private void Count(string feed, string outcome) => _pushes.Add(1, new("feed", feed), new("outcome", outcome));
}
