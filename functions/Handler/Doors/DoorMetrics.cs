using System.Diagnostics.Metrics;
using LiveView.Handler.Telemetry;

namespace LiveView.Handler.Doors;

/// <summary>What is counted at the doors.</summary>
internal sealed class DoorMetrics
{
    private readonly Counter<long> _refused;
    private readonly Counter<long> _admissions;
    private readonly AuditMetrics _audit;

    public DoorMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Names.Meter);
        _refused = meter.CreateCounter<long>("liveview.door.refused", description: "Requests that were not let in, by reason.");
        _audit = new(meters);
        _admissions = meter.CreateCounter<long>("liveview.door.admissions", description: "Connections asked for, by limit and outcome.");
    }

    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Disconnected() => _audit.Disconnected();

    public void Admission(string limit, string outcome) => _admissions.Add(1, new("limit", limit), new("outcome", outcome));
}
