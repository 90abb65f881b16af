using System.Diagnostics.Metrics;

namespace LiveView.Handler.Telemetry;

/// <summary>
/// The names that the audits of the seeds ask for (requirements 81 to 83), kept to the letter so that their dashboards go on working:
/// a frame is a Raw, a broadcast is a publish, a WebSocket send is one message given to Web PubSub, and an agent is who is asked what it makes
/// of a patient. They are made here and nowhere else: two of one name would be added up by some who read them, and not by others.
/// </summary>
internal sealed class AuditMetrics
{
    private readonly Histogram<double> _frame;
    private readonly Histogram<double> _broadcast;
    private readonly Histogram<double> _analysis;
    private readonly Histogram<double> _send;
    private readonly Counter<long> _frameErrors;
    private readonly Counter<long> _broadcastFailures;
    private readonly Counter<long> _agentTimeouts;
    private readonly Counter<long> _disconnects;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _alerts;
    private readonly Counter<long> _modes;

    public AuditMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Names.Meter);
        _frame = meter.CreateHistogram<double>("frame_processing_latency_ms", "ms", "Time from taking up a topic's Raws to their commit.");
        _broadcast = meter.CreateHistogram<double>("broadcast_latency_ms", "ms", "Time from the commit of an update to its publish.");
        _analysis = meter.CreateHistogram<double>("agent_analysis_duration_ms", "ms", "How long a remote agent thought.");
        _send = meter.CreateHistogram<double>("websocket_send_duration_ms", "ms", "Time in which Web PubSub took a message.");
        _frameErrors = Counter(meter, "frame_processing_errors", "Raws that were not taken.");
        _broadcastFailures = Counter(meter, "broadcast_failures", "Tiers whose updates could not be published and are owed.");
        _agentTimeouts = Counter(meter, "agent_timeout_errors", "Times a remote agent did not answer in time, or at all.");
        _disconnects = Counter(meter, "websocket_disconnects", "Connections that Web PubSub told the end of.");
        _calls = Counter(meter, "emergency_calls_placed", "Emergency calls that were taken by the webhook.");
        _alerts = Counter(meter, "critical_alerts_fired", "Alerts for which somebody is called.");
        _modes = meter.CreateCounter<long>("streams_by_analysis_mode", "{call}", "Assessments by who made them.");
        _modes.Add(0, Mode("local"));
    }

    public void Frame(TimeSpan took) => _frame.Record(took.TotalMilliseconds);

    public void FrameError() => _frameErrors.Add(1);

    public void Broadcast(TimeSpan took) => _broadcast.Record(took.TotalMilliseconds);

    public void BroadcastFailed() => _broadcastFailures.Add(1);

    public void Sent(TimeSpan took) => _send.Record(took.TotalMilliseconds);

    public void Disconnected() => _disconnects.Add(1);

    public void AgentAsked(TimeSpan took) => _analysis.Record(took.TotalMilliseconds);

    public void AgentAway() => _agentTimeouts.Add(1);

    public void CallPlaced(string mode)
    {
        _calls.Add(1);
        _modes.Add(1, Mode(mode));
    }

    public void AlertsFired(int alerts) => _alerts.Add(alerts);

    private static KeyValuePair<string, object?> Mode(string mode) => new("mode", mode);

    // A counter without labels is shown from the start, as 0: what is not there cannot be alerted of.
    private static Counter<long> Counter(Meter meter, string name, string description)
    {
        var counter = meter.CreateCounter<long>(name, description: description);
        counter.Add(0);
        return counter;
    }
}
