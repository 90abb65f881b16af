using System.Globalization;

namespace LiveView.Benchmarks.FanOut;

/// <summary>The table, with ratios to the limit, and the targets met or not.</summary>
internal static class Report
{
    private const string Limit = "c";

    public static void Write(TextWriter output, FanOutOptions options, IReadOnlyList<Figure> figures, IReadOnlyList<Footprint> footprints)
    {
        output.WriteLine("\nHow a message gets in:");
        foreach (var peer in PeerCatalog.All.Where(peer => figures.Any(figure => figure.Peer == peer.Name)))
            output.WriteLine($"  {peer.Name,-12} {peer.Published}");
        foreach (var table in figures.GroupBy(static figure => (figure.Clients, figure.Size, figure.Rate)))
        {
            var how = table.Key.Rate == 0 ? $"saturated (up to {options.Window} messages under way to a client)" : $"{table.Key.Rate} publishes a second";
            output.WriteLine($"\n{table.Key.Clients} clients, {table.Key.Size} B, {how}");
            output.WriteLine("  server       CPU-s per million   x limit   delivered/s    p50 ms    p99 ms   x limit   held back");
            var limit = table.FirstOrDefault(static figure => figure.Peer == Limit);
            foreach (var figure in table) output.WriteLine(Row(figure, limit));
        }

        output.WriteLine("\nMemory per connection (resident, beyond the server without clients)\n  server        clients   idle KB   most under load KB   s to connect");
        foreach (var all in footprints.GroupBy(static footprint => (footprint.Peer, footprint.Clients)))
        {
            output.WriteLine(Invariant(
                $"  {all.Key.Peer,-12} {all.Key.Clients,8} {Median(all, static f => f.Idle) / 1024,9:F1} {Median(all, static f => f.Loaded) / 1024,20:F1} {Median(all, static f => f.ConnectSeconds),14:F1}"));
        }

        Targets.Write(output, figures, footprints);
    }

    private static string Row(Figure figure, Figure? limit)
    {
        var deaf = figure.Rounds.Any(static round => round.Heard < round.Open) ? "  (not all clients heard)" : "";
        var lost = figure.Rounds.Max(static round => round.Lost) is var count and > 0 ? $"  ({count} clients lost)" : "";
        return Invariant(
            $"  {figure.Peer,-12} {figure.CpuPerMillion,17:F2} {Ratio(figure.CpuPerMillion, limit?.CpuPerMillion),9} {figure.DeliveredPerSecond,13:F0} {figure.P50,9:F1} {figure.P99,9:F1} {Ratio(figure.P99, limit?.P99),9} {figure.Held,10:P0}{deaf}{lost}");
    }

    private static string Ratio(double value, double? limit) => limit is { } least and > 0 ? Invariant($"{value / least:F2}") : "-";

    private static double Median(IEnumerable<Footprint> of, Func<Footprint, double> what)
    {
        double[] sorted = [.. of.Select(what).Order()];
        return sorted[sorted.Length / 2];
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
