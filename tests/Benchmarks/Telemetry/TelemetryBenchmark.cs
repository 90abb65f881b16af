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

    /// <summary>Rounds that are not counted: what is compiled once, such as the exporter at its first export, costs as much as thousands of Raws.</summary>
    private const int Warm = 60;

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
        var costs = new double[handlers.Length]; // in all: the system counts in hundredths of a second, which is much of one round
        var batches = QuoteBenchmark.Messages(QuotesEach, (Warm + rounds) * 2 * BatchSize / QuoteBenchmark.Instruments).Select(static message => message.Bytes).Chunk(BatchSize).ToArray();
        for (var round = -Warm; round < rounds; round++)
        {
            for (var i = 0; i < handlers.Length; i++)
            {
                var cost = await handlers[i].FoldAsync(batches[(round + Warm) * 2], batches[((round + Warm) * 2) + 1]);
                if (round >= 0)
                    costs[i] += cost.TotalMilliseconds / (2 * BatchSize * rounds) * 1_000;
            }
        }

        foreach (var (name, cost) in Kinds.Zip(costs))
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {name,-36} {cost,8:F0} CPU-ms per thousand Raws {cost / costs[0],6:F2}x"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {rounds} rounds of {2 * BatchSize} Raws in turns; the collector took {collector.Traces} exports of traces and {collector.Metrics} of metrics; to reach: at most {Most}x"));
        return costs[2] <= Most * costs[0] ? 0 : 1;
    }
}
