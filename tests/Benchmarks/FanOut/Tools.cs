using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LiveView.Benchmarks.FanOut;

/// <summary>What a run needs from the machine: a C compiler, Debian packages, npm packages. What is missing is said, not fatal.</summary>
internal static class Tools
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Where the peers' and the load client's own files lie beside the executable.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "FanOut");

    public static string Peers { get; } = Path.Combine(Folder, "peers");

    /// <summary>Compiles a C source once per change.</summary>
    /// <returns>The program; null when there is no C compiler.</returns>
    public static async Task<string?> CompileAsync(string source)
    {
        var program = Path.ChangeExtension(Path.Combine(Folder, source), null);
        if (!OperatingSystem.IsLinux() || Find("cc") is not { } compiler) return null;
        if (File.Exists(program) && File.GetLastWriteTimeUtc(program) > File.GetLastWriteTimeUtc(program + ".c")) return program;
        return await RunAsync(compiler, ["-O2", "-o", program, program + ".c"], Folder) == 0 ? program : null;
    }

    /// <summary>Finds a program, or installs the Debian packages that have it when the user may.</summary>
    public static async Task<string?> MissingAsync(string program, params string[] packages)
    {
        if (Find(program) is not null) return null;
        if (OperatingSystem.IsLinux() && geteuid() == 0 && Find("apt-get") is { } apt)
            await RunAsync(apt, ["install", "-y", "--no-install-recommends", .. packages], Folder);
        return Find(program) is null ? $"apt-get install {string.Join(' ', packages)}" : null;
    }

    /// <summary>Installs the npm peers exactly as locked.</summary>
    public static async Task<string?> MissingNpmAsync()
    {
        if (Find("node") is null || Find("npm") is not { } npm) return "node and npm";
        if (File.Exists(Path.Combine(Peers, "node_modules", ".package-lock.json"))) return null;
        return await RunAsync(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], Peers) == 0 ? null : "npm ci failed";
    }

    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static async Task<int> RunAsync(string program, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return -1;
        }
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern uint geteuid();
}
