using System.Globalization;

namespace LiveView.Local.Display;

/// <summary>What the handler tells of itself as Prometheus text: series to value.</summary>
internal sealed class MetricsPage
{
    private readonly List<(string Series, double Value)> _samples = [];

    /// <summary>Nothing is known.</summary>
    public static MetricsPage Empty { get; } = new("");

    public MetricsPage(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var space = line.LastIndexOf(' ');
            if (space > 0 && line[0] != '#' && double.TryParse(line.AsSpan(space + 1), CultureInfo.InvariantCulture, out var value))
                _samples.Add((line[..space], value));
        }
    }

    /// <summary>The sum of a metric's series, or of those with a label.</summary>
    public double Sum(string name, string label = "") => _samples
        .Where(sample => (sample.Series == name || sample.Series.StartsWith($"{name}{{", StringComparison.Ordinal)) && sample.Series.Contains(label, StringComparison.Ordinal))
        .Sum(static sample => sample.Value);

    /// <summary>How much a counter has grown since another page; a process that began anew has counted from 0.</summary>
    public double Since(MetricsPage before, string name) => Sum(name) is var now && before.Sum(name) is var then && now >= then ? now - then : now;
}
