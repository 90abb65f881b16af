using System.Globalization;
using System.Text.RegularExpressions;

namespace LiveView.Handler.Tests.Telemetry;

/// <summary>A page of Prometheus text, read as strictly as a scraper reads it (exposition format 0.0.4).</summary>
internal sealed partial class MetricsPage
{
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _samples = new(StringComparer.Ordinal);

    /// <exception cref="FormatException">It is not one.</exception>
    public MetricsPage(string text)
    {
        if (!text.EndsWith('\n'))
            throw new FormatException("The last line does not end.");
        string? open = null;
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (Help.IsMatch(line))
                continue;
            if (Type.Match(line) is { Success: true } type)
            {
                open = type.Groups["name"].Value;
                if (!_types.TryAdd(open, type.Groups["type"].Value))
                    throw new FormatException($"{open} has two types.");
                continue;
            }

            if (Sample.Match(line) is not { Success: true } sample)
                throw new FormatException($"Not a line of the format: {line}");
            var name = sample.Groups["name"].Value;
            if (open is null || !(name == open || _types[open] == "histogram" && (name == $"{open}_bucket" || name == $"{open}_sum" || name == $"{open}_count")))
                throw new FormatException($"{name} stands under {open}.");
            if (!_samples.TryAdd($"{name}{sample.Groups["labels"].Value}", double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture)))
                throw new FormatException($"Twice: {line}");
        }

        foreach (var (series, count) in _samples.Where(static sample => sample.Key.Contains("le=\"+Inf\"", StringComparison.Ordinal)))
        {
            var total = series.Replace("_bucket{", "_count{", StringComparison.Ordinal).Replace(",le=\"+Inf\"", "", StringComparison.Ordinal).Replace("{le=\"+Inf\"}", "", StringComparison.Ordinal);
            if (Math.Abs(_samples[total] - count) > 0.5)
                throw new FormatException($"{series} is not {total}.");
        }
    }

    /// <summary>Metric to type.</summary>
    public IReadOnlyDictionary<string, string> Types => _types;

    /// <summary>Series to value.</summary>
    public IReadOnlyDictionary<string, double> Samples => _samples;

    [GeneratedRegex("^# HELP [a-zA-Z_:][a-zA-Z0-9_:]* .*$", RegexOptions.None, 1_000)]
    private static partial Regex Help { get; }

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram|summary|untyped)$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Type { get; }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\[\\"n])*"(,(?=[a-zA-Z_])|(?=\})))+\})? (?<value>[+-]?(\d+(\.\d+)?([eE][+-]?\d+)?|Inf)|NaN)$""", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Sample { get; }
}
