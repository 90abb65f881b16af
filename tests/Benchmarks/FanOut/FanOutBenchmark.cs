namespace LiveView.Benchmarks.FanOut;

/// <summary>
/// One message to many clients: what it costs the server, ours beside others and beside the least that is possible. Each server is a
/// process of its own and has the machine to itself with the load client; ratios are taken within one run only.
/// </summary>
internal static class FanOutBenchmark
{
    // Until the code is compiled for speed and the buffers have their size.
    private const int WarmClients = 50;
    private const double WarmSeconds = 1.5;

    /// <returns>0: a benchmark is no test. 2 for arguments that make no sense, 1 when it cannot run here.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        FanOutOptions options;
        try
        {
            options = FanOutOptions.Parse(arguments);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            await Console.Error.WriteLineAsync($"{e.Message}\n{FanOutOptions.Usage}");
            return 2;
        }

        if (!OperatingSystem.IsLinux())
        {
            await Console.Error.WriteLineAsync("The fan-out benchmark reads /proc: it runs on Linux.");
            return 1;
        }

        if (FileLimit.Fault(options.Clients.Max()) is { } fault)
        {
            await Console.Error.WriteLineAsync(fault);
            return 1;
        }

        var load = options.ManagedLoad ? null : await Tools.CompileAsync("load/load.c");
        await output.WriteLineAsync(load is null ? "Load client: C#" : "Load client: C, epoll");
        if (options.Slow) await SlowScenario.RunAsync(options, load, output);
        else await CompareAsync(options, load, output);
        return 0;
    }

    private static async Task CompareAsync(FanOutOptions options, string? load, TextWriter output)
    {
        var (figures, footprints) = (new List<Figure>(), new List<Footprint>());
        foreach (var clients in options.Clients)
        {
            for (var round = 0; round < options.Rounds; round++)
            {
                foreach (var peer in PeerCatalog.All.Where(peer => options.Peers.Contains(peer.Name)))
                {
                    try
                    {
                        if (await peer.Prepare() is { } missing) await output.WriteLineAsync($"{peer.Name}: not here ({missing})");
                        else await MeasureAsync(peer, clients, options, load, figures, footprints);
                    }
                    catch (Exception e) when (e is InvalidOperationException or OperationCanceledException or IOException)
                    {
                        await output.WriteLineAsync($"{peer.Name}, {clients} clients: failed. {e.Message}");
                    }
                }
            }
        }

        Report.Write(output, options, figures, footprints);
    }

    private static async Task MeasureAsync(Peer peer, int clients, FanOutOptions options, string? load, List<Figure> figures, List<Footprint> footprints)
    {
        var ports = Ports.Free();
        var folder = Directory.CreateTempSubdirectory("fanout");
        try
        {
            var plan = peer.Plan(ports, folder.FullName);
            await using var server = await ServerProcess.StartAsync(plan, ports);
            await WarmAsync(plan, ports, options, load);
            var before = server.ResidentBytes;
            await using var viewers = await LoadClient.ConnectAsync(load, plan, ports, clients);
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);
            var idle = server.ResidentBytes;
            var most = idle;
            foreach (var size in options.Sizes)
            {
                foreach (var rate in (int[])[0, options.Rate])
                {
                    var measured = await viewers.RunAsync(options.Seconds, rate, size, options.Window, () => server.CpuSeconds);
                    most = Math.Max(most, server.ResidentBytes);
                    Add(figures, new Figure(peer.Name, clients, size, rate, [measured]));
                }
            }

            footprints.Add(new Footprint(peer.Name, clients, (idle - before) / (double)clients, (most - before) / (double)clients, viewers.ConnectSeconds));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task WarmAsync(Plan plan, Ports ports, FanOutOptions options, string? load)
    {
        await using var few = await LoadClient.ConnectAsync(load, plan, ports, WarmClients);
        foreach (var rate in (int[])[0, options.Rate]) await few.RunAsync(WarmSeconds, rate, options.Sizes[0], options.Window, static () => 0);
    }

    private static void Add(List<Figure> figures, Figure figure)
    {
        var at = figures.FindIndex(known => (known.Peer, known.Clients, known.Size, known.Rate) == (figure.Peer, figure.Clients, figure.Size, figure.Rate));
        if (at < 0) figures.Add(figure);
        else figures[at] = figures[at] with { Rounds = [.. figures[at].Rounds, .. figure.Rounds] };
    }
}
