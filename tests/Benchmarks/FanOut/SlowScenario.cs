using System.Globalization;

namespace LiveView.Benchmarks.FanOut;

/// <summary>
/// One in a hundred clients stops reading. Its messages must wait within a bound, it must be closed by number when the bound is met, and
/// nobody else may notice. Stretches with and without the silent alternate, so that a busy neighbour slows both alike.
/// </summary>
internal static class SlowScenario
{
    private const int Rate = 5;
    private const int Size = 2048;
    private const int Pairs = 5;
    private const int FirstFloods = 4;
    private const int MaxFloods = 20;

    private static readonly string[] Counted = ["pubsub_messages_dropped_total", "pubsub_connections_closed_total", "pubsub_sends_parked_total"];

    public static async Task RunAsync(FanOutOptions options, string? load, TextWriter output)
    {
        var ports = Ports.Free();
        var clients = options.Clients[0];
        var silent = Math.Max(1, clients / 100);
        var plan = PeerCatalog.All[0].Plan(ports, "");
        await using var server = await ServerProcess.StartAsync(plan, ports);
        await using var viewers = await LoadClient.ConnectAsync(load, plan, ports, clients);
        // Until memory has found its level, all reading.
        for (var i = 0; i < FirstFloods; i++) await viewers.RunAsync(options.Seconds, 0, Size, options.Window, () => server.CpuSeconds);
        var (all, some) = (new List<Measurement>(), new List<Measurement>());
        var memory = new List<long> { server.ResidentBytes };
        await output.WriteLineAsync($"{clients} clients, {Size} B, {Rate} publishes a second; {silent} of them silent in every second stretch");
        for (var i = 0; i < Pairs; i++)
        {
            await viewers.MuteAsync(0);
            all.Add(await viewers.RunAsync(options.Seconds, Rate, Size, options.Window, () => server.CpuSeconds));
            await viewers.MuteAsync(silent);
            some.Add(await viewers.RunAsync(options.Seconds, Rate, Size, options.Window, () => server.CpuSeconds));
            memory.Add(server.ResidentBytes);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"  p99 ms: all reading {all[^1].P99:F1}, some silent {some[^1].P99:F1}; resident MB {memory[^1] / 1e6:F0}; clients lost {some[^1].Lost}"));
        }

        using var http = new HttpClient();
        var metrics = new Uri($"http://127.0.0.1:{ports.Viewers}/metrics");
        Measurement last;
        var floods = 0;
        do
        {
            last = await viewers.RunAsync(options.Seconds, 0, Size, options.Window, () => server.CpuSeconds);
            memory.Add(server.ResidentBytes);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"  flood: {last.DeliveredPerSecond:F0} delivered/s; resident MB {memory[^1] / 1e6:F0}; clients open {last.Open}, of them silent {Math.Max(0, last.Open - clients + silent)}"));
        }
        while (await ClosedAsync(http, metrics) < silent && ++floods < MaxFloods);

        foreach (var line in (await http.GetStringAsync(metrics)).Split('\n').Where(static line => Counted.Any(name => line.StartsWith(name, StringComparison.Ordinal))))
            await output.WriteLineAsync($"  {line}");
        await output.WriteLineAsync("\nTargets");
        Targets.AtMost(output, "p99 of the others, some silent against all reading", Median(some) / Median(all), 1.1);
        Targets.AtMost(output, "resident memory, the most against the first", memory.Max() / (double)memory[0], 1.25);
        Targets.AtLeast(output, "silent clients closed and counted", await ClosedAsync(http, metrics), silent);
        Targets.AtMost(output, "other clients lost", Math.Max(0, clients - silent - last.Open), 0);
    }

    private static async Task<double> ClosedAsync(HttpClient http, Uri metrics) =>
        (await http.GetStringAsync(metrics)).Split('\n')
            .Where(static line => line.StartsWith("pubsub_connections_closed_total{category=\"Slow", StringComparison.Ordinal))
            .Sum(static line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    private static double Median(List<Measurement> of) => of.Select(static one => one.P99).Order().ElementAt(of.Count / 2);
}
