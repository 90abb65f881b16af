using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using LiveView.Local.Host;

namespace LiveView.Local.Exchanges;

/// <summary>The connector as a child process: asked to stop, it sends what it has gathered and ends.</summary>
internal sealed partial class ConnectorProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly OrphanGuard _guard;
    private readonly Task _followed;

    private ConnectorProcess(Process process, ILogger console)
    {
        (_process, _guard) = (process, new(process.Id));
        process.StandardInput.Close();
        _followed = Task.WhenAll(PumpAsync(process.StandardOutput, console), PumpAsync(process.StandardError, console));
    }

    public int ProcessId => _process.Id;

    /// <summary>Starts it; it connects in its own time.</summary>
    /// <exception cref="InvalidOperationException">The executable is missing or may not run.</exception>
    public static ConnectorProcess Start(string folder, IReadOnlyDictionary<string, string> settings, ILoggerFactory logs)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, OperatingSystem.IsWindows() ? "LiveView.Connector.exe" : "LiveView.Connector"))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        start.Environment.Remove("ASPNETCORE_URLS");
        try
        {
            return new(Process.Start(start) ?? throw new InvalidOperationException($"Failed to start '{start.FileName}'."), logs.CreateLogger<ConnectorProcess>());
        }
        catch (Win32Exception fault)
        {
            throw new InvalidOperationException($"Failed to start the connector '{start.FileName}': {fault.Message}", fault);
        }
    }

    /// <summary>What SIGTERM does; where there is none, it is killed.</summary>
    public async Task StopAsync()
    {
        if (!_process.HasExited && (OperatingSystem.IsWindows() || Kill(_process.Id, Terminate) != 0))
            _process.Kill();
        using var deadline = new CancellationTokenSource(StopWithin);
        await _process.WaitForExitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _guard.Dispose();
        await _followed.WaitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private const int Terminate = 15; // SIGTERM, on every Unix

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Kill(int process, int signal);

    private static async Task PumpAsync(StreamReader reader, ILogger console)
    {
        while (await reader.ReadLineAsync() is { } line)
            Log.Output(console, line);
    }

    private static partial class Log
    {
        [LoggerMessage(9610, LogLevel.Information, "{Line}")]
        public static partial void Output(ILogger logger, string line);
    }
}
