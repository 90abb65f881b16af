using System.Diagnostics.Metrics;
using LiveView.Handler.Telemetry;

namespace LiveView.Handler.Patients.Calls;

/// <summary>What is counted of calls.</summary>
internal sealed class CallMetrics
{
    private readonly Counter<long> _suppressed;
    private readonly Counter<long> _failed;
    private readonly AuditMetrics _audit;

    public CallMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Names.Meter);
        _suppressed = meter.CreateCounter<long>("liveview.calls.suppressed", "{call}", "Emergency calls that were not made, for there were too many of one patient.");
        _failed = meter.CreateCounter<long>("liveview.calls.failed", "{try}", "Tries of an emergency call that nobody took; it is tried again.");
        _audit = new(meters);
    }

    public void Made(string mode) => _audit.CallPlaced(mode);

    public void Opened(int calls) => _audit.AlertsFired(calls);

    public void Suppressed() => _suppressed.Add(1);

    public void Failed() => _failed.Add(1);

    public void AgentAway() => _audit.AgentAway();

    public void Asked(TimeSpan took) => _audit.AgentAsked(took);
}
