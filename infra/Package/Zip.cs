using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace LiveView.Package;

/// <summary>
/// The package as Functions wants it: host.json at its root, the executable under the very name that host.json says, with the bit that lets
/// it run. The same files make the same bytes: entries are in order, and a zip's times are of no machine.
/// </summary>
internal static class Zip
{
    // A regular file that everybody may read, write and run; one that everybody may read. In the upper half of a zip's attributes.
    private const int Executable = unchecked((int)0x81FF0000);
    private const int Plain = unchecked((int)0x81A40000);

    // The first instant a zip can tell.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Packs a folder.</summary>
    /// <returns>The SHA-256 of the package, in hex.</returns>
    /// <exception cref="InvalidOperationException">host.json names an executable that is not there.</exception>
    public static string Write(string app, string path)
    {
        var executable = ExecutableOf(app);
        using (var file = File.Create(path))
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach (var name in Directory.EnumerateFiles(app, "*", SearchOption.AllDirectories)
                .Select(full => Path.GetRelativePath(app, full).Replace('\\', '/')).Order(StringComparer.Ordinal))
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
                entry.LastWriteTime = Epoch;
                entry.ExternalAttributes = name == executable ? Executable : Plain;
                using var from = File.OpenRead(Path.Combine(app, name));
                using var into = entry.Open();
                from.CopyTo(into);
            }
        }

        using var written = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(written));
    }

    private static string ExecutableOf(string app)
    {
        using var host = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(app, "host.json")));
        var name = host.RootElement.GetProperty("customHandler").GetProperty("description").GetProperty("defaultExecutablePath").GetString() ?? "";
        return File.Exists(Path.Combine(app, name)) ? name : throw new InvalidOperationException($"host.json starts '{name}', which is not in {app}.");
    }
}
