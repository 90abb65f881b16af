using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace LiveView.Handler.Telemetry;

/// <summary>
/// Listens to our meter and adds up what it says since the process began. No package that writes Prometheus text can be restored,
/// and the sums are all that the text needs.
/// </summary>
internal sealed class Readings : IDisposable
{
    private readonly MeterListener _listener = new();

    // Bounded: one series an instrument and combination of tags, and tags are closed sets (provider, reason, feed, tier).
    private readonly ConcurrentDictionary<Series, Sum> _sums = new();
    private readonly Lock _reading = new();

    public Readings()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == Names.Meter)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>All series as they stand; gauges are asked now, and what they do not tell any more is not told.</summary>
    public IReadOnlyList<(Series Series, SumValue Value)> Read()
    {
        lock (_reading)
        {
            foreach (var series in _sums.Keys)
            {
                if (series.Kind == InstrumentKind.Gauge)
                    _sums.TryRemove(series, out _);
            }

            _listener.RecordObservableInstruments();
            return [.. _sums.Select(static pair => (pair.Key, pair.Value.Read()))];
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        _sums.GetOrAdd(new(instrument, Text(tags)), static series => new(series.Kind)).Add(value);
    }

    // On the way of every message: one label, or none, is what most have.
    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags switch
    {
        [] => "",
        [var one] => Label(one),
        [var one, var two] => $"{Label(one)},{Label(two)}",
        _ => string.Join(',', tags.ToArray().Select(Label)),
    };

    private static string Label(KeyValuePair<string, object?> tag) => $"{tag.Key}=\"{Escape(tag.Value?.ToString() ?? "")}\"";

    // As the text format has it.
    private static string Escape(string value) => value.AsSpan().ContainsAny('\\', '"', '\n')
        ? value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
        : value;

    /// <summary>One line of the text. Two stations may count under one name: they are one series.</summary>
    internal readonly record struct Series(Instrument Instrument, string Labels)
    {
        public bool Equals(Series other) => Instrument.Name == other.Instrument.Name && Labels == other.Labels;

        public override int GetHashCode() => HashCode.Combine(Instrument.Name, Labels);

        public InstrumentKind Kind => Instrument switch
        {
            Histogram<double> or Histogram<long> or Histogram<int> => InstrumentKind.Histogram,
            { IsObservable: true } => InstrumentKind.Gauge, // we observe nothing but gauges
            _ => InstrumentKind.Counter,
        };
    }
}
