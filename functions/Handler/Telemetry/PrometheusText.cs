using System.Globalization;
using System.Text;

namespace LiveView.Handler.Telemetry;

/// <summary>Writes series in the text format 0.0.4.</summary>
internal static class PrometheusText
{
    public static string Write(IEnumerable<(Readings.Series Series, SumValue Value)> series)
    {
        var text = new StringBuilder();
        foreach (var instrument in series.GroupBy(static line => line.Series.Instrument.Name, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal))
            Write(text, instrument.Key.Replace('.', '_'), instrument);
        return text.ToString();
    }

    private static void Write(StringBuilder text, string name, IEnumerable<(Readings.Series Series, SumValue Value)> lines)
    {
        var ordered = lines.OrderBy(static line => line.Series.Labels, StringComparer.Ordinal).ToArray();
        var kind = ordered[0].Series.Kind;
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {ordered[0].Series.Instrument.Description}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {kind.ToString().ToLowerInvariant()}\n");
        foreach (var ((_, labels), value) in ordered)
        {
            if (kind == InstrumentKind.Histogram)
                Histogram(text, name, labels, value);
            else
                text.Append(CultureInfo.InvariantCulture, $"{name}{Set(labels)} {value.Total}\n");
        }
    }

    private static void Histogram(StringBuilder text, string name, string labels, SumValue value)
    {
        var (more, sofar) = (labels.Length == 0 ? "" : $"{labels},", 0L);
        foreach (var (end, count) in Sum.Ends.Zip(value.Buckets))
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{more}le=\"{end}\"}} {sofar += count}\n");
        text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{more}le=\"+Inf\"}} {value.Count}\n");
        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{Set(labels)} {value.Total}\n{name}_count{Set(labels)} {value.Count}\n");
    }

    private static string Set(string labels) => labels.Length == 0 ? "" : $"{{{labels}}}";
}
