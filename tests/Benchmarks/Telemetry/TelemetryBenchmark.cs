using System.Globalization;
using LiveView.Benchmarks.Quotes;

namespace LiveView.Benchmarks.Telemetry;

/// <summary>
/// What seeing costs: the handler with everything off (no log, no metrics, no export) beside the same with all of it on, in processes of their own on
/// real stores, given the same batches of the hub in turns. Told is processor time of the handler's process alone.
/// </summary>
internal static class TelemetryBenchmark
{
    private const int BatchSize = 50;
    private const int QuotesEach = 10;

    /// <summary>To reach: all of it together costs a quarter at the most.</summary>
    private const double Most = 1.25;

    private static readonly string[] Kinds = ["off", "as usual: log and metrics", "all: and traces and metrics by OTLP"];

    private static readonly (string Name, string Value)[] Nothing = [("LOG_LEVEL", "None"), ("METRICS_ENABLED", "false")];

    public static async Task<int> RunAsync(int rounds, TextWriter output)
    {
        await using var collector = await Sink.StartAsync();
        await using var off = await FoldingHandler.StartAsync(Nothing);
        await using var usual = await FoldingHandler.StartAsync([("LOG_LEVEL", "Information")]);
        await using var on = await FoldingHandler.StartAsync([("LOG_LEVEL", "Information"), ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_METRIC_EXPORT_INTERVAL", "5000")]);
        FoldingHandler[] handlers = [off, usual, on];
        var costs = handlers.Select(static _ => new List<double>()).ToArray();
        var batches = QuoteBenchmark.Messages(QuotesEach).Select(static message => message.Bytes).Chunk(BatchSize).ToArray();
        for (var round = -2; round < rounds; round++) // two to warm up
        {
            for (var i = 0; i < handlers.Length; i++)
            {
                var cost = await handlers[i].FoldAsync(batches[((round + 2) * 2) % batches.Length], batches[(((round + 2) * 2) + 1) % batches.Length]);
                if (round >= 0)
                    costs[i].Add(cost.TotalMilliseconds / (2 * BatchSize) * 1_000);
            }
        }

        var medians = costs.Select(static list => list.Order().ElementAt(list.Count / 2)).ToArray();
        foreach (var (name, cost) in Kinds.Zip(medians))
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {name,-36} {cost,8:F0} CPU-ms per thousand Raws {cost / medians[0],6:F2}x"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {rounds} rounds of {2 * BatchSize} Raws in turns; the collector took {collector.Requests} exports; to reach: at most {Most}x"));
        return medians[2] <= Most * medians[0] ? 0 : 1;
    }
}
