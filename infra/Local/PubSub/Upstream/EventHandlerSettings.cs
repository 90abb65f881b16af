using System.Text.Json.Serialization;

namespace LiveView.Local.PubSub;

/// <summary>One event handler of a hub, in the shape of the service's hub settings.</summary>
internal sealed class EventHandlerSettings
{
    /// <summary>Where events go; <c>{hub}</c> and <c>{event}</c> are filled in, escaped. May carry <c>?code=</c>.</summary>
    public string UrlTemplate { get; set; } = "";

    /// <summary><c>*</c>, one name, or a comma-separated list; ignores case. Absent: no user events.</summary>
    public string? UserEventPattern { get; set; }

    /// <summary>Of connect, connected and disconnected.</summary>
    public IReadOnlyList<string> SystemEvents { get; set; } = [];

    [JsonIgnore]
    private string[] Names => UserEventPattern?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    public bool TakesSystem(string name) => SystemEvents.Contains(name, StringComparer.OrdinalIgnoreCase);

    public bool TakesUser(string name) => Names.Any(each => each == "*" || each.Equals(name, StringComparison.OrdinalIgnoreCase));

    public Uri UrlFor(string hub, string name) => new(UrlTemplate
        .Replace("{hub}", Uri.EscapeDataString(hub), StringComparison.OrdinalIgnoreCase)
        .Replace("{event}", Uri.EscapeDataString(name), StringComparison.OrdinalIgnoreCase));

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Fault()
    {
        // Nothing is filled into the host: whoever names a hub would choose where its events go.
        var host = UrlTemplate.Split("//", 2)[^1].Split(['/', '?'], 2)[0];
        var filled = UrlTemplate.Replace("{hub}", "h", StringComparison.OrdinalIgnoreCase).Replace("{event}", "e", StringComparison.OrdinalIgnoreCase);
        if (host.Contains('{', StringComparison.Ordinal) || !Uri.TryCreate(filled, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return $"The urlTemplate '{UrlTemplate}' is no http address.";
        var unknown = SystemEvents.FirstOrDefault(name => name is not ("connect" or "connected" or "disconnected"));
        return unknown is null ? null : $"There is no system event '{unknown}'.";
    }
}
