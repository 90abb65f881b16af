using System.Diagnostics.Metrics;
using LiveView.Handler.Telemetry;

namespace LiveView.Handler.Record;

/// <summary>What is counted while recording. Every Raw of a recorded topic is counted once.</summary>
internal sealed class RecordMetrics
{
    private readonly Counter<long> _records;
    private readonly Counter<long> _skipped;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _healed;
    private readonly Counter<long> _stopped;

    public RecordMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Names.Meter);
        _records = meter.CreateCounter<long>("liveview.records", "{record}", "Records written, by part and feed.");
        _skipped = meter.CreateCounter<long>("liveview.record.skipped", "{record}", "Raws that were not recorded: repeated, or while a recording is stopped.");
        _failed = meter.CreateCounter<long>("liveview.record.failed", "{run}", "Runs of a recording that failed.");
        _healed = meter.CreateCounter<long>("liveview.record.healed", "{line}", "Torn ends of recordings that were closed off.");
        _stopped = meter.CreateCounter<long>("liveview.record.stopped", "{recording}", "Recordings that stopped after too many failures.");
    }

    public void Written(RecordingPart part, long records, int healed)
    {
        if (records > 0)
            _records.Add(records, new("part", part.Name), new("feed", part.Topic.Feed));
        if (healed > 0)
            _healed.Add(healed);
    }

    public void Skipped(string reason, int records)
    {
        if (records > 0)
            _skipped.Add(records, new KeyValuePair<string, object?>("reason", reason));
    }

    public void Failed(RecordingPart part) => _failed.Add(1, new KeyValuePair<string, object?>("part", part.Name));

    public void Stopped(RecordingPart part) => _stopped.Add(1, new KeyValuePair<string, object?>("part", part.Name));
}
