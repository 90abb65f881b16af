using System.Globalization;

namespace LiveView.Benchmarks.FanOut;

/// <summary>What the emulator's fan-out is to reach, and whether this run did.</summary>
internal static class Targets
{
    private const double IdleKilobytes = 16;

    public static void Write(TextWriter output, IReadOnlyList<Figure> figures, IReadOnlyList<Footprint> footprints)
    {
        output.WriteLine("\nTargets");
        foreach (var ours in figures.Where(static figure => figure.Peer is "ours" or "ours-socket"))
        {
            var others = figures.Where(other => (other.Clients, other.Size, other.Rate) == (ours.Clients, ours.Size, ours.Rate)).ToArray();
            var what = $"{ours.Peer}, {ours.Clients} clients, {ours.Size} B, {(ours.Rate == 0 ? "saturated" : $"{ours.Rate}/s")}";
            var limit = Array.Find(others, static other => other.Peer == "c");
            if (limit is not null) AtMost(output, $"{what}: CPU against the limit", ours.CpuPerMillion / limit.CpuPerMillion, ours.Rate == 0 ? 1.5 : 1.3);
            if (limit is not null && ours.Rate > 0) AtMost(output, $"{what}: p99 against the limit", ours.P99 / limit.P99, 1.5);
            if (ours.Rate > 0) continue;
            if (Array.Find(others, static other => other.Peer == "nats") is { } nats) AtLeast(output, $"{what}: less than nats-server", nats.CpuPerMillion / ours.CpuPerMillion, 3);
            if (Array.Find(others, static other => other.Peer == "signalr") is { } signalr) AtLeast(output, $"{what}: less than SignalR", signalr.CpuPerMillion / ours.CpuPerMillion, 6);
        }

        foreach (var ours in footprints.Where(static footprint => footprint.Peer == "ours").GroupBy(static footprint => footprint.Clients))
        {
            double[] idle = [.. ours.Select(static footprint => footprint.Idle).Order()];
            AtMost(output, $"ours, {ours.Key} clients: KB per idle connection", idle[idle.Length / 2] / 1024, IdleKilobytes);
        }
    }

    public static void AtMost(TextWriter output, string what, double value, double most) => Line(output, what, value, $"at most {Text(most)}", value <= most);

    public static void AtLeast(TextWriter output, string what, double value, double least) => Line(output, what, value, $"at least {Text(least)}", value >= least);

    private static void Line(TextWriter output, string what, double value, string target, bool met) =>
        output.WriteLine($"  {(met ? "met    " : "NOT MET")} {what,-64} {Text(value),7}  {target}");

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
