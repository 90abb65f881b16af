using System.Diagnostics;
using System.Globalization;

namespace LiveView.Local.Host;

/// <summary>How the handler is started: the executable as host.json says, the environment as the real host on Linux leaves it.</summary>
internal sealed class HandlerCommand(string appRoot, HostJson.DescriptionSection description, AppSettings settings)
{
    public ProcessStartInfo For(int port, Guid workerId, int hostPort)
    {
        var start = new ProcessStartInfo(Executable())
        {
            Arguments = Arguments(),
            WorkingDirectory = Path.Combine(appRoot, description.WorkingDirectory),
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings.Values)
            start.Environment[name] = value;
        var (number, id) = (port.ToString(CultureInfo.InvariantCulture), workerId.ToString("D"));
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = number;
        start.Environment["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"] = id;
        start.Environment["FUNCTIONS_HTTPWORKER_PORT"] = number;
        start.Environment["FUNCTIONS_HTTPWORKER_ID"] = id;
        start.Environment["FUNCTIONS_APP_ROOT_PATH"] = appRoot;
        start.Environment["AzureWebJobsScriptRoot"] = appRoot;
        start.Environment["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development";
        start.Environment["WEBSITE_HOSTNAME"] = $"localhost:{hostPort}";
        // The pitfall of the Linux images: the host's own address and content root are inherited. A handler must not obey them.
        start.Environment["ASPNETCORE_URLS"] = "http://+:80";
        start.Environment["ASPNETCORE_CONTENTROOT"] = AppContext.BaseDirectory;
        return start;
    }

    /// <summary>A file below the app wins; else the name is left to PATH.</summary>
    private string Executable()
    {
        var path = settings.Expand(description.DefaultExecutablePath);
        var candidate = Path.Combine(appRoot, description.WorkerDirectory, path);
        return File.Exists(candidate) ? candidate : path;
    }

    /// <summary>Joined without quotes, the worker path quoted: as the real host does it.</summary>
    private string Arguments()
    {
        IEnumerable<string> worker = description.DefaultWorkerPath is "" ? [] : [$"\"{settings.Expand(description.DefaultWorkerPath)}\""];
        return string.Join(' ', [.. description.Arguments.Select(settings.Expand), .. worker, .. description.WorkerArguments.Select(settings.Expand)]);
    }
}
