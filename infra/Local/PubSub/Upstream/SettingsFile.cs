using System.Text.Json;

namespace LiveView.Local.PubSub;

/// <summary>
/// The settings of the hubs:
/// <code>
///   { "hubs": { "chat": { "eventHandlers": [ { "urlTemplate": "…", "userEventPattern": "*", "systemEvents": ["connect"] } ] } } }
/// </code>
/// A hub named <c>*</c> stands for all that are not named.
/// </summary>
internal sealed class SettingsFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public Dictionary<string, HubSettings> Hubs { get; init; } = [];

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read; the message says what is wrong with it.</exception>
    public static SettingsFile Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The settings file '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads and checks its text.</summary>
    /// <exception cref="InvalidDataException">A handler is not valid.</exception>
    public static SettingsFile Parse(string text)
    {
        var file = JsonSerializer.Deserialize<SettingsFile>(text, Json) ?? new SettingsFile();
        var faults = file.Hubs.Values.SelectMany(hub => hub.EventHandlers).Select(handler => handler.Fault()).OfType<string>().ToArray();
        return faults.Length == 0 ? file : throw new InvalidDataException(string.Join(' ', faults));
    }

    public HubSettings Of(string hub) =>
        Hubs.FirstOrDefault(each => each.Key.Equals(hub, StringComparison.OrdinalIgnoreCase)).Value ?? Hubs.GetValueOrDefault("*") ?? HubSettings.None;
}
