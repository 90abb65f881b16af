using System.IO.Compression;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json;
using LiveView.Local;
using LiveView.Package;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Deployment.Tests.Packaging;

/// <summary>What is deployed is what is tested: the zip, unpacked as the platform unpacks it, started as the platform starts it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PackageTests(PublishedApp published) : IClassFixture<PublishedApp>
{
    private const UnixFileMode ReadOnlyFolder = UnixFileMode.UserRead | UnixFileMode.UserExecute;

    // What the images of the platform hand down to the handler, beside what the host stand-in sets itself (address and content root).
    private static readonly (string Name, string Value)[] OfTheImage =
    [
        ("ASPNETCORE_HTTP_PORTS", "8080"), ("ASPNETCORE_SUPPRESSSTATUSMESSAGES", "true"), ("DOTNET_USE_POLLING_FILE_WATCHER", "true"),
        ("DOTNET_RUNNING_IN_CONTAINER", "true"), ("HOME", "/home"), ("Logging__LogLevel__Microsoft.Hosting.Lifetime", "None"),
        ("AzureFunctionsJobHost__logging__console__isEnabled", "true"), ("WEBSITE_SKU", "FlexConsumption"),
    ];

    [Fact]
    public void The_same_files_make_the_same_zip()
    {
        var (first, second) = (published.File("first.zip"), published.File("second.zip"));
        var digest = Zip.Write(published.App, first);
        foreach (var file in Directory.EnumerateFiles(published.App))
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddDays(20_000)); // what another build machine would differ in
        Assert.Equal(digest, Zip.Write(published.App, second));
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Fact]
    public void The_executable_may_run_and_has_the_name_that_the_host_looks_for()
    {
        using var zip = ZipFile.OpenRead(Packed());
        using var host = JsonDocument.Parse(Repository.Read("host.json"));
        var name = host.RootElement.GetProperty("customHandler").GetProperty("description").GetProperty("defaultExecutablePath").GetString();
        var executable = Assert.Single(zip.Entries, entry => entry.FullName == name);
        Assert.Equal(0x81FF, (executable.ExternalAttributes >> 16) & 0xFFFF); // 0100777
        Assert.Equal(0x81A4, (zip.GetEntry("host.json")!.ExternalAttributes >> 16) & 0xFFFF);
        foreach (var manifest in Directory.EnumerateFiles(Repository.At("functions/Handler"), "function.json", SearchOption.AllDirectories).Where(static path => !path.Contains("/artifacts/", StringComparison.Ordinal)))
            Assert.NotNull(zip.GetEntry($"{Path.GetFileName(Path.GetDirectoryName(manifest))}/function.json"));
        Assert.NotNull(zip.GetEntry("wwwroot/index.html"));
        Assert.Null(zip.GetEntry("local.settings.json")); // settings of a laptop
    }

    [Fact]
    public void The_bill_of_materials_names_what_is_in_the_package()
    {
        var web = Repository.At("web/package-lock.json");
        var bytes = BillOfMaterials.Write(published.App, web);
        Assert.Equal(bytes, BillOfMaterials.Write(published.App, web));
        var bill = JsonElement.Parse(bytes);
        Assert.Equal("CycloneDX", bill.GetProperty("bomFormat").GetString());
        string[] urls = [.. bill.GetProperty("components").EnumerateArray().Select(static component => component.GetProperty("purl").GetString()!)];
        Assert.Contains(urls, static url => url.StartsWith("pkg:nuget/Azure.Identity@", StringComparison.Ordinal));
        Assert.Contains(urls, static url => url.StartsWith("pkg:nuget/Microsoft.AspNetCore.App.Runtime.linux-x64@", StringComparison.Ordinal));
        Assert.Distinct(urls);
        // An assembly that is neither ours nor of the runtime comes from a package that the bill names.
        using var deps = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(published.App, "LiveView.Handler.deps.json")));
        var packages = deps.RootElement.GetProperty("libraries").EnumerateObject().Where(static library => library.Value.GetProperty("type").GetString() == "package");
        Assert.All(packages, package => Assert.Contains($"pkg:nuget/{package.Name.Replace('/', '@')}", urls));
    }

    [Fact]
    [Trait("Requirement", "116")]
    public async Task The_package_runs_from_a_folder_it_cannot_write_with_the_environment_of_the_image()
    {
        var token = TestContext.Current.CancellationToken;
        var app = published.File("unzipped");
        await ZipFile.ExtractToDirectoryAsync(Packed(), app, token);
        foreach (var folder in Directory.EnumerateDirectories(app, "*", SearchOption.AllDirectories).Append(app))
            File.SetUnixFileMode(folder, ReadOnlyFolder);
        var before = Fingerprint(app);
        var data = published.File("data");
        var options = new LocalOptions { App = app, FunctionsPort = 0, PubSubPort = 0, EventHubsPort = 0, AzuritePort = 0, Data = data, Speed = 20 };
        foreach (var (name, value) in OfTheImage)
            options.Settings[name] = value;
        await using (var azure = await SmallAzure.StartAsync(options, NullLoggerFactory.Instance, token))
        {
            using var http = new HttpClient { BaseAddress = azure.Functions!.Endpoint }; // nobody left the functions to others
            await new Smoke(http, TextWriter.Null).RunAsync(token);
            Assert.InRange(System.Diagnostics.Process.GetProcessById(azure.Functions.HandlerProcessId!.Value).WorkingSet64, 1, 512L << 20); // the smallest instance
        }

        Assert.Equal(before, Fingerprint(app)); // root may write where the mode forbids it: so look
    }

    private string Packed()
    {
        var zip = published.File($"{Guid.CreateVersion7()}.zip");
        Zip.Write(published.App, zip);
        return zip;
    }

    private static string Fingerprint(string folder) =>
        string.Join('\n', Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(static file => $"{file} {File.GetLastWriteTimeUtc(file).Ticks} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}"));
}
