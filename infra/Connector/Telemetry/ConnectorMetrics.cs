using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using LiveView.Connector.Bursts;

namespace LiveView.Connector;

/// <summary>What is counted between the exchanges and the hub. Every frame is counted once when it comes and once under what became of it.</summary>
internal sealed class ConnectorMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string Meter = "LiveView.Connector";

    // Bounded: names and labels are ours.
    private readonly ConcurrentDictionary<string, long> _sums = new(StringComparer.Ordinal);
    private readonly Histogram<double> _age;
    private readonly TimeProvider _time;

    public ConnectorMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(Meter);
        _age = meter.CreateHistogram<double>("liveview.connector.age", "s", "Age of the oldest frame of a burst when the hub had it.");
        meter.CreateObservableCounter("liveview.connector.counts", () => _sums.Select(static sum => new Measurement<long>(sum.Value, new KeyValuePair<string, object?>("count", sum.Key))));
    }

    /// <summary>The age, in seconds, of the oldest burst so far when the hub had it.</summary>
    public double OldestSeconds { get; private set; }

    public void Received(string provider, int bytes)
    {
        Add($"frames_received_total{{provider=\"{provider}\"}}", 1);
        Add($"bytes_received_total{{provider=\"{provider}\"}}", bytes);
    }

    public void Refused(string provider) => Add($"frames_refused_total{{provider=\"{provider}\"}}", 1);

    public void Gathered(string provider, Gathered gathered) => Add($"frames_gathered_total{{provider=\"{provider}\",outcome=\"{gathered.Outcome}\"}}", gathered.Frames);

    public void Connected(string provider) => Add($"connections_total{{provider=\"{provider}\"}}", 1);

    public void Resynced(string provider, string reason) => Add($"resyncs_total{{provider=\"{provider}\",reason=\"{reason}\"}}", 1);

    public void TooLarge(Burst burst) => Add("frames_dropped_total{reason=\"too_large\"}", burst.Frames);

    /// <summary>A loop met an exception that it does not know, and went on.</summary>
    public void Faulted(string loop) => Add($"faults_total{{loop=\"{loop}\"}}", 1);

    public void SendFailed() => Add("sends_failed_total", 1);

    public void Unsent(int bursts) => Add("bursts_unsent_total", bursts);

    public void Sent(List<Burst> bursts, TimeSpan took)
    {
        Add("sends_total", 1);
        Add("sends_milliseconds_total", (long)took.TotalMilliseconds);
        Add("bursts_sent_total", bursts.Count);
        foreach (var burst in bursts)
        {
            Add("frames_sent_total", burst.Frames);
            Add("bytes_sent_total", burst.Message.Length);
            var age = (_time.GetUtcNow() - burst.Since).TotalSeconds;
            _age.Record(age);
            OldestSeconds = Math.Max(OldestSeconds, age);
        }
    }

    /// <summary>The sum of a count, over all its labels.</summary>
    public long Sum(string name) => _sums.Where(sum => sum.Key == name || sum.Key.StartsWith($"{name}{{", StringComparison.Ordinal)).Sum(static sum => sum.Value);

    /// <summary>Everything as Prometheus text.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        foreach (var (name, sum) in _sums.OrderBy(static sum => sum.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"liveview_connector_{name} {sum}\n");
        return text.Append(CultureInfo.InvariantCulture, $"liveview_connector_oldest_seconds {OldestSeconds}\n").ToString();
    }

    // Names are closed sets (provider, outcome, reason, loop), so there are few.
    private void Add(string name, long count) => _sums.AddOrUpdate(name, count, (_, sum) => sum + count);
}
