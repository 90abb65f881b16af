using System.Text;
using System.Text.RegularExpressions;

namespace LiveView.Cloud.PubSub;

/// <summary>Addresses of one hub, percent-encoded once, here.</summary>
internal sealed partial class PubSubAddress
{
    private const string Version = "2024-12-01";
    private const int LongestGroup = 1024;
    private readonly string _hub;

    public PubSubAddress(Uri endpoint, string hub)
    {
        if (!HubName.IsMatch(hub))
            throw new ArgumentException($"'{hub}' cannot name a hub: a letter, then up to 127 letters, digits and _ ` , . [ ].", nameof(hub));
        var service = endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/');
        _hub = $"{service}/api/hubs/{Uri.EscapeDataString(hub)}";
        Client = new Uri($"{service}/client/hubs/{Uri.EscapeDataString(hub)}");
    }

    /// <summary>Where clients connect, as tokens name it: http or https, not ws.</summary>
    public Uri Client { get; }

    public Uri To(string path, params IEnumerable<(string Name, string? Value)> query)
    {
        var address = new StringBuilder(_hub).Append(path).Append("?api-version=").Append(Version);
        foreach (var (name, value) in query)
        {
            if (!string.IsNullOrEmpty(value))
                address.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
        return new Uri(address.ToString());
    }

    /// <summary>A name as a segment of a path.</summary>
    /// <exception cref="ArgumentException">
    /// It is empty or too long, or one of the two that an address would swallow: a send to the group ".." would become a send to all.
    /// </exception>
    public static string Segment(string kind, string name) =>
        string.IsNullOrWhiteSpace(name) || name.Length > LongestGroup || name is "." or ".."
            ? throw new ArgumentException($"'{(name?.Length > 40 ? $"{name[..40]}…" : name)}' cannot name a {kind}: 1 to {LongestGroup} characters, not all blank, not . or ..")
            : Uri.EscapeDataString(name);

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_`,.\[\]]{0,127}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HubName { get; }
}
