using System.Diagnostics.Metrics;
using LiveView.Handler.Telemetry;

namespace LiveView.Handler.Patients.Calls;

/// <summary>What is counted of calls. Some are called as the audited system called them, so that its dashboards go on.</summary>
internal sealed class CallMetrics
{
    private readonly Counter<long> _made;
    private readonly Counter<long> _fired;
    private readonly Counter<long> _suppressed;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _timeouts;
    private readonly Counter<long> _modes;
    private readonly Histogram<double> _asked;

    public CallMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Names.Meter);
        _made = meter.CreateCounter<long>("emergency_calls_placed", "{call}", "Emergency calls that were taken by the webhook.");
        _fired = meter.CreateCounter<long>("critical_alerts_fired", "{alert}", "Alerts for which somebody is called.");
        _suppressed = meter.CreateCounter<long>("liveview.calls.suppressed", "{call}", "Emergency calls that were not made, for there were too many of one patient.");
        _failed = meter.CreateCounter<long>("liveview.calls.failed", "{try}", "Tries of an emergency call that nobody took; it is tried again.");
        _timeouts = meter.CreateCounter<long>("agent_timeout_errors", "{call}", "Times a remote agent did not answer in time, or at all.");
        _modes = meter.CreateCounter<long>("streams_by_analysis_mode", "{call}", "Assessments by who made them.");
        _asked = meter.CreateHistogram<double>("agent_analysis_duration_ms", "ms", "How long a remote agent thought.");
    }

    public void Made(string mode)
    {
        _made.Add(1);
        _modes.Add(1, new KeyValuePair<string, object?>("mode", mode));
    }

    public void Opened(int calls) => _fired.Add(calls);

    public void Suppressed() => _suppressed.Add(1);

    public void Failed() => _failed.Add(1);

    public void AgentAway(bool isLate) => _timeouts.Add(1, new KeyValuePair<string, object?>("reason", isLate ? "late" : "away"));

    public void Asked(TimeSpan took) => _asked.Record(took.TotalMilliseconds);
}
