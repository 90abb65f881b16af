using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace LiveView.Handler.Telemetry;

/// <summary>
/// Says once a minute how the process does, as one line of the log: memory, threads, and what was counted since the last line. Alerts and
/// dashboards read it (<c>bicep/modules/alerts.bicep</c>), for nobody scrapes an instance that comes and goes.
/// </summary>
internal sealed partial class Readout(Readings readings, TimeProvider time, ILogger<Readout> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, double> _last = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var every = new PeriodicTimer(Interval, time);
        while (await every.WaitForNextTickAsync(stoppingToken))
        {
            using var process = Process.GetCurrentProcess();
            Log.Read(log, process.WorkingSet64, process.Threads.Count, Counts());
        }
    }

    /// <summary>
    /// What was counted since the last call: series to number, as a JSON text. A histogram gives its count and, as <c>_sum</c>, its total; a gauge
    /// says where it stands.
    /// </summary>
    internal string Counts()
    {
        SortedDictionary<string, double> counts = new(StringComparer.Ordinal);
        foreach (var (series, sum) in readings.Read())
        {
            if (!series.Instrument.Name.StartsWith("liveview.", StringComparison.Ordinal))
                continue; // the process is in the line already, and the audits' names are second names
            string Name(string suffix = "") => series.Labels.Length == 0 ? $"{series.Instrument.Name}{suffix}" : $"{series.Instrument.Name}{suffix}{{{series.Labels}}}";
            if (series.Kind == InstrumentKind.Gauge)
            {
                counts[Name()] = Short(sum.Total);
                continue;
            }

            Add(Name(), series.Kind == InstrumentKind.Histogram ? sum.Count : sum.Total);
            if (series.Kind == InstrumentKind.Histogram)
                Add(Name("_sum"), sum.Total);
        }

        return JsonSerializer.Serialize(counts, ReadoutJson.Default.SortedDictionaryStringDouble);

        void Add(string name, double value)
        {
            var since = value - _last.GetValueOrDefault(name);
            _last[name] = value;
            if (since > 0)
                counts[name] = Short(since);
        }
    }

    private static double Short(double value) => double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(7000, LogLevel.Information, "{Memory} bytes, {Threads} threads, since a minute: {Counts}")]
        public static partial void Read(ILogger logger, long memory, int threads, string counts);
    }
}

/// <summary>The form of the counts.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(SortedDictionary<string, double>))]
internal sealed partial class ReadoutJson : System.Text.Json.Serialization.JsonSerializerContext;
