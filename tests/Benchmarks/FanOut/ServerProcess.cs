using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LiveView.Benchmarks.FanOut;

/// <summary>A server under measurement, and what the kernel says it and its children used.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    // USER_HZ, which the kernel promises to user space whatever its own clock is.
    private const double TicksPerSecond = 100;
    private const int MaxSaid = 4000;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Process process;
    private string said = "";

    private ServerProcess(Plan plan)
    {
        var start = new ProcessStartInfo(plan.File, plan.Arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        process = Process.Start(start) ?? throw new InvalidOperationException($"{plan.File} did not start.");
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The last that it wrote, to explain a failure.</summary>
    public string Said => said;

    /// <summary>CPU seconds so far, user and system.</summary>
    public double CpuSeconds => Family().Sum(Ticks) / TicksPerSecond;

    /// <summary>Resident memory that is its own: what it shares with files and other processes is left out.</summary>
    public long ResidentBytes => Family().Sum(Resident);

    /// <summary>Open file descriptors: sockets, pipes, files.</summary>
    public int Handles => Family().Sum(static id => Directory.GetFileSystemEntries($"/proc/{id}/fd").Length);

    /// <exception cref="InvalidOperationException">It ended at once or does not listen in time.</exception>
    public static async Task<ServerProcess> StartAsync(Plan plan, Ports ports)
    {
        var server = new ServerProcess(plan);
        try
        {
            await server.ListensAsync(ports.Viewers);
            await server.ListensAsync(plan.PublisherPort);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var child in Family().Where(child => child != process.Id)) Signal(child);
        Signal(process.Id);
        using var deadline = new CancellationTokenSource(StopLimit, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private static void Signal(int id)
    {
        try
        {
            using var one = Process.GetProcessById(id);
            one.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended already.
        }
    }

    private async Task ListensAsync(int port)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < StartLimit && !process.HasExited)
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
            }
        }

        throw new InvalidOperationException($"It does not listen on {port}. {Said}");
    }

    private void Keep(string? line)
    {
        var all = line is null ? said : $"{said}{line}\n";
        said = all.Length > MaxSaid ? all[^MaxSaid..] : all;
    }

    private List<int> Family()
    {
        List<int> family = [process.Id];
        for (var i = 0; i < family.Count; i++) family.AddRange(Children(family[i]));
        return family;
    }

    private static IEnumerable<int> Children(int id)
    {
        try
        {
            return
            [
                .. Directory.EnumerateDirectories($"/proc/{id}/task")
                    .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    .Select(child => int.Parse(child, CultureInfo.InvariantCulture)),
            ];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static long Ticks(int id)
    {
        // Behind the name, which may contain anything: state is field 3, utime 14, stime 15.
        var stat = Read($"/proc/{id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length < 13 ? 0 : long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    private static long Resident(int id)
    {
        var line = Array.Find(Read($"/proc/{id}/status").Split('\n'), static line => line.StartsWith("RssAnon:", StringComparison.Ordinal)) ?? "RssAnon: 0 kB";
        var shared = Array.Find(Read($"/proc/{id}/status").Split('\n'), static line => line.StartsWith("RssShmem:", StringComparison.Ordinal)) ?? "RssShmem: 0 kB";
        return (Kilobytes(line) + Kilobytes(shared)) * 1024;
    }

    private static long Kilobytes(string line) => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
