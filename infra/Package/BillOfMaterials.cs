using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiveView.Package;

/// <summary>
/// What the package is made of, as CycloneDX 1.6: the packages of NuGet that the executable names, with the hashes they were restored by, and
/// those of npm that the board is built from. It has no time and no random number: the same package has the same bill.
/// </summary>
internal static class BillOfMaterials
{
    /// <summary>Writes the bill of a published folder.</summary>
    public static byte[] Write(string app, string npmLock)
    {
        var components = NuGet(app).Concat(Npm(npmLock)).DistinctBy(static component => component.Url).OrderBy(static component => component.Url, StringComparer.Ordinal).ToArray();
        using var bytes = new MemoryStream();
        // Read by people and tools, shown on no web page.
        using (var json = new Utf8JsonWriter(bytes, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("bomFormat"u8, "CycloneDX");
            json.WriteString("specVersion"u8, "1.6");
            json.WriteString("serialNumber"u8, $"urn:uuid:{Serial(components)}");
            json.WriteNumber("version"u8, 1);
            json.WriteStartObject("metadata"u8);
            json.WriteStartObject("component"u8);
            json.WriteString("type"u8, "application");
            json.WriteString("name"u8, "live-view");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("components"u8);
            foreach (var component in components)
                component.Write(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static IEnumerable<Component> NuGet(string app)
    {
        using var deps = JsonDocument.Parse(File.ReadAllBytes(Directory.EnumerateFiles(app, "*.deps.json").Single()));
        return
        [
            .. from library in deps.RootElement.GetProperty("libraries").EnumerateObject()
               where library.Value.GetProperty("type").GetString() is "package" or "runtimepack"
               let parts = library.Name.Split('/')
               let name = parts[0].Replace("runtimepack.", "", StringComparison.Ordinal)
               select new Component(name, parts[1], $"pkg:nuget/{name}@{parts[1]}", Hash(library.Value, "sha512")),
        ];
    }

    private static IEnumerable<Component> Npm(string npmLock)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(npmLock));
        return
        [
            .. from package in json.RootElement.GetProperty("packages").EnumerateObject()
               where package.Name.Contains("node_modules/", StringComparison.Ordinal) && !package.Value.TryGetProperty("dev", out _) && !package.Value.TryGetProperty("link", out _)
               let name = package.Name[(package.Name.LastIndexOf("node_modules/", StringComparison.Ordinal) + "node_modules/".Length)..]
               where package.Value.TryGetProperty("version", out _)
               let version = package.Value.GetProperty("version").GetString() ?? ""
               select new Component(name, version, $"pkg:npm/{name.Replace("@", "%40", StringComparison.Ordinal)}@{version}", Hash(package.Value, "integrity")),
        ];
    }

    /// <summary>A hash as <c>sha512-base64</c>, in hex; null where there is none.</summary>
    private static string? Hash(JsonElement library, string property) =>
        library.TryGetProperty(property, out var hash) && hash.GetString() is { Length: > 7 } text && text.StartsWith("sha512-", StringComparison.Ordinal)
            ? Convert.ToHexStringLower(Convert.FromBase64String(text[7..]))
            : null;

    private static Guid Serial(IEnumerable<Component> components) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', components.Select(static component => component.Url)))).AsSpan(0, 16));
}
