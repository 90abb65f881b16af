using System.Diagnostics;
using System.Globalization;

namespace LiveView.Local.Host;

/// <summary>
/// Kills a child if this process is killed first. A custom handler does not watch its parent, and on Linux nothing ends it:
/// so a shell waits on a pipe from us, and the pipe's end is our death. (Windows hosts use a job object; not repeated here.)
/// </summary>
internal sealed class OrphanGuard : IDisposable
{
    private readonly Process? _shell;

    public OrphanGuard(int processId)
    {
        if (OperatingSystem.IsWindows())
            return;
        _shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "read -r _; kill -9 \"$0\"", processId.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        });
    }

    public void Dispose()
    {
        _shell?.Kill();
        _shell?.Dispose();
    }
}
