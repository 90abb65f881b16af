using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LiveView.Package;

namespace LiveView.Benchmarks.ColdStart;

/// <summary>
/// How long the handler takes from its start until it answers, and how much memory it has then: as it is deployed (compiled ahead, trimmed, with
/// its own runtime), beside what a plain <c>dotnet publish</c> gives, whose framework is compiled ahead too, and beside the same with all compiled
/// while it runs. They are started in turns, so that a busy machine is busy for all.
/// </summary>
internal static class ColdStartBenchmark
{
    // What the handler needs in order to start; it calls none of them before it is asked something.
    private static readonly (string Name, string Value)[] Settings =
    [
        ("Storage__AccountName", "nowhere"), ("Storage__CreateIfMissing", "false"), ("EventHubs__Namespace", "nowhere.example.net"), ("EventHubs__Partitions__raw", "4"),
        ("EventHubs__Partitions__polls", "2"), ("PubSub__Endpoint", "https://nowhere.example.net"), ("ASPNETCORE_URLS", "http://+:80"),
    ];

    public static async Task<int> RunAsync(int runs, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("liveview-coldstart-");
        var options = new PackageOptions { Output = folder.FullName, Fast = true };
        var (packed, plain) = (await Publisher.PublishAsync(options, CancellationToken.None), await Publisher.PublishPlainAsync(options, CancellationToken.None));
        List<Start> ours = [], theirs = [], jitted = [];
        await StartAsync(packed); // all have been read from disk once
        await StartAsync(plain);
        for (var i = 0; i < runs; i++)
        {
            ours.Add(await StartAsync(packed));
            theirs.Add(await StartAsync(plain));
            jitted.Add(await StartAsync(plain, ("DOTNET_ReadyToRun", "0")));
        }

        Write(output, "as deployed", ours);
        Write(output, "plain publish", theirs);
        Write(output, "all by JIT", jitted);
        var faster = Median(jitted, static start => start.Milliseconds) / Median(ours, static start => start.Milliseconds);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  ready {faster:0.00} times faster than by JIT (to reach: 2), {Median(theirs, static start => start.Milliseconds) / Median(ours, static start => start.Milliseconds):0.00} times faster than a plain publish; memory {Median(ours, static start => start.Megabytes) / Median(theirs, static start => start.Megabytes):0.00} of that one's"));
        folder.Delete(recursive: true);
        return faster >= 2 ? 0 : 1;
    }

    private static void Write(TextWriter output, string name, IReadOnlyCollection<Start> starts) =>
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name,-14} ready after {Median(starts, static start => start.Milliseconds):0} ms ({starts.Min(static start => start.Milliseconds):0} to {starts.Max(static start => start.Milliseconds):0}), resident {Median(starts, static start => start.Megabytes):0.0} MB"));

    private static double Median(IEnumerable<Start> starts, Func<Start, double> of)
    {
        var sorted = starts.Select(of).Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static async Task<Start> StartAsync(string app, params (string Name, string Value)[] extra)
    {
        var port = FreePort();
        var info = new ProcessStartInfo(Path.Combine(app, "LiveView.Handler")) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = app };
        foreach (var (name, value) in Settings.Concat(extra))
            info.Environment[name] = value;
        info.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        using var http = new HttpClient();
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(info) ?? throw new InvalidOperationException($"{app} could not be started.");
        using var every = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!await AnswersAsync(http, port))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"It ended with {process.ExitCode}: {await process.StandardOutput.ReadToEndAsync()}");
            await every.WaitForNextTickAsync();
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        process.Refresh();
        var memory = process.WorkingSet64;
        process.Kill();
        await process.WaitForExitAsync();
        return new(elapsed.TotalMilliseconds, memory / 1e6);
    }

    /// <summary>As the host looks: any answer is ready.</summary>
    private static async Task<bool> AnswersAsync(HttpClient http, int port)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/api/health"), HttpCompletionOption.ResponseHeadersRead);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port; // a bound socket has one
    }

    private readonly record struct Start(double Milliseconds, double Megabytes);
}
