using System.Text.Json;

namespace LiveView.Local;

/// <summary>Leaves the functions to Core Tools: the staged folder gets a local.settings.json that points at the small Azure.</summary>
internal static class FuncStart
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the settings file.</summary>
    /// <exception cref="UsageException">There is no staged folder.</exception>
    public static void Prepare(string app, IReadOnlyDictionary<string, string> settings)
    {
        if (!File.Exists(Path.Combine(app, "host.json")))
            throw new UsageException($"There is no host.json in {app}: build functions/Handler, or name the staged folder with --app DIR.");
        File.WriteAllText(Path.Combine(app, "local.settings.json"), JsonSerializer.Serialize(new { IsEncrypted = false, Values = settings }, Indented));
    }

    public static string Command(LocalOptions options) => $"cd \"{options.App}\" && func start --port {options.FunctionsPort}";
}
