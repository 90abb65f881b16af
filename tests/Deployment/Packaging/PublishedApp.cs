using System.Runtime.Versioning;
using LiveView.Package;

namespace LiveView.Deployment.Tests.Packaging;

/// <summary>The handler as it is deployed, published once for all tests that look at it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PublishedApp : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("liveview-package-");

    /// <summary>The published folder.</summary>
    public string App { get; private set; } = "";

    /// <summary>A new file name in the folder of this run.</summary>
    public string File(string name) => Path.Combine(_folder.FullName, name);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() =>
        App = await Publisher.PublishAsync(new() { Output = _folder.FullName, Fast = true }, TestContext.Current.CancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (var folder in _folder.EnumerateDirectories("*", SearchOption.AllDirectories))
            System.IO.File.SetUnixFileMode(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
