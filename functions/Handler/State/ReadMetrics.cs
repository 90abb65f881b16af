using System.Diagnostics.Metrics;
using LiveView.Handler.Telemetry;

namespace LiveView.Handler.State;

/// <summary>What reading for viewers costs.</summary>
internal sealed class ReadMetrics
{
    private readonly Counter<long> _reads;
    private readonly Counter<long> _evicted;

    public ReadMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Names.Meter);
        _reads = meter.CreateCounter<long>("liveview.catchup.reads", "{read}", "Reads of the store on behalf of viewers, by what was read.");
        _evicted = meter.CreateCounter<long>("liveview.catchup.evicted", "{page}", "Pages and answers that were forgotten to stay within the bound.");
    }

    public void Read(string what) => _reads.Add(1, new KeyValuePair<string, object?>("what", what));

    public void Evicted() => _evicted.Add(1);
}
