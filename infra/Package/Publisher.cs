using System.Diagnostics;

namespace LiveView.Package;

/// <summary>
/// Publishes the handler as it is deployed: with its own runtime, for the platform brings none to a custom handler; compiled ahead and
/// trimmed, for a cold start is waited for.
/// </summary>
internal static class Publisher
{
    /// <summary>Publishes into a folder of its own.</summary>
    /// <returns>The folder: host.json, the executable, a folder for each function.</returns>
    /// <exception cref="InvalidOperationException">The build failed; it has said why.</exception>
    public static Task<string> PublishAsync(PackageOptions options, CancellationToken token) =>
        PublishAsync(options, Path.Combine(options.Output, "app"), ["--runtime", options.Runtime, "--self-contained", "-p:PublishReadyToRun=true", "-p:PublishTrimmed=true"], token);

    /// <summary>Publishes as <c>dotnet publish</c> does when nothing is said: compiled while it runs. A yardstick, never deployed.</summary>
    public static Task<string> PublishPlainAsync(PackageOptions options, CancellationToken token) =>
        PublishAsync(options, Path.Combine(options.Output, "plain"), [], token);

    private static async Task<string> PublishAsync(PackageOptions options, string app, IReadOnlyList<string> how, CancellationToken token)
    {
        if (Directory.Exists(app))
            Directory.Delete(app, recursive: true); // what an earlier build left would be packed too
        List<string> arguments =
        [
            "publish", Path.Combine(PackageOptions.RepoRoot, "functions", "Handler"), "--output", app, "--configuration", "Release",
            "--nologo", .. how,
            // Nothing of the machine it was built on goes into the bytes.
            "-p:ContinuousIntegrationBuild=true", "-p:DebugType=none", "-p:PublishDocumentationFiles=false", $"-p:PathMap={PackageOptions.RepoRoot}=/_/",
        ];
        if (options.Fast)
            arguments.Add("-p:Fast=true");
#pragma warning disable S4036 // dotnet is the one that runs us
        using var build = Process.Start(new ProcessStartInfo("dotnet", arguments)) ?? throw new InvalidOperationException("dotnet could not be started.");
#pragma warning restore S4036
        await build.WaitForExitAsync(token);
        return build.ExitCode == 0 ? app : throw new InvalidOperationException($"dotnet publish ended with {build.ExitCode}.");
    }
}
