using System.ComponentModel;
using System.Diagnostics;

namespace LiveView.Local.Host;

/// <summary>One life of the handler: started on a port, its console pumped to our log, ended only by itself or by a kill.</summary>
internal sealed partial class HandlerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly OrphanGuard _guard;
    private readonly Task<int> _exited;

    private HandlerProcess(Process process, int port, ILogger console)
    {
        _process = process;
        _process.StandardInput.Close();
        Id = process.Id;
        Address = new($"http://127.0.0.1:{port}/");
        _guard = new(Id);
        _exited = FollowAsync(console);
    }

    public int Id { get; }

    public Uri Address { get; }

    /// <summary>Null while the process lives.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>We killed it on purpose, so its end is no error of its own.</summary>
    public bool Replaced { get; private set; }

    /// <summary>Starts a process, which listens on <paramref name="port"/> in its own time.</summary>
    /// <exception cref="HostConfigurationException">The executable is missing or may not run.</exception>
    public static HandlerProcess Start(ProcessStartInfo start, int port, ILogger console)
    {
        try
        {
            var process = Process.Start(start) ?? throw new HostConfigurationException($"Failed to start '{start.FileName}'.");
            return new(process, port, console);
        }
        catch (Win32Exception fault)
        {
            throw new HostConfigurationException($"Failed to start the handler '{start.FileName}': {fault.Message}");
        }
    }

    /// <summary>SIGKILL, as the real host does: a custom handler is never asked to stop.</summary>
    public void Kill()
    {
        Replaced = true;
        if (!_exited.IsCompleted)
            _process.Kill();
    }

    /// <summary>A kill that nobody in this host meant: what an operator, or memory pressure, does.</summary>
    public Task CrashAsync()
    {
        _process.Kill();
        return WaitForExitAsync();
    }

    /// <summary>The exit code, once the process is gone and its last line is logged.</summary>
    public Task<int> WaitForExitAsync() => _exited.WaitAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Kill();
        await WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<int> FollowAsync(ILogger console)
    {
        var output = PumpAsync(_process.StandardOutput, line => Log.Output(console, line));
        var errors = PumpAsync(_process.StandardError, line =>
        {
            if (line.Contains("warn", StringComparison.OrdinalIgnoreCase))
                Log.Warning(console, line);
            else
                Log.Error(console, line);
        });
        await _process.WaitForExitAsync();
        _guard.Dispose();
        await Task.WhenAll(output, errors);
        ExitCode = _process.ExitCode;
        return _process.ExitCode;
    }

    private static async Task PumpAsync(StreamReader reader, Action<string> log)
    {
        while (await reader.ReadLineAsync() is { } line)
            log(line);
    }

    private static partial class Log
    {
        [LoggerMessage(9110, LogLevel.Information, "{Line}")]
        public static partial void Output(ILogger logger, string line);

        [LoggerMessage(9111, LogLevel.Warning, "{Line}")]
        public static partial void Warning(ILogger logger, string line);

        [LoggerMessage(9112, LogLevel.Error, "{Line}")]
        public static partial void Error(ILogger logger, string line);
    }
}
