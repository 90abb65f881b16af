using System.Diagnostics;
using LiveView.Contracts.Tests.PubSub;

[assembly: AssemblyFixture(typeof(Npm))]

namespace LiveView.Contracts.Tests.PubSub;

/// <summary>The official clients, installed from the committed lock file when they are missing or older than it.</summary>
public sealed class Npm
{
    public Npm()
    {
        Folder = Find();
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json"))) return;
        var start = new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var npm = Process.Start(start) ?? throw new InvalidOperationException("npm cannot be started.");
        var said = npm.StandardError.ReadToEnd();
        npm.StandardOutput.ReadToEnd();
        npm.WaitForExit();
        if (npm.ExitCode != 0) throw new InvalidOperationException($"npm ci failed in {Folder}: {said}");
        File.SetLastWriteTimeUtc(installed.FullName, TimeProvider.System.GetUtcNow().UtcDateTime);
    }

    /// <summary>Where package.json and the checks are.</summary>
    public string Folder { get; }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Serverless.sln"))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("The repository's root was not found."), "tests", "Contracts", "npm");
    }
}
