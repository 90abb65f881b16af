using System.Text.RegularExpressions;

namespace LiveView.Local.Host;

/// <summary>App settings over the environment, as functions see them: names are not case-sensitive, <c>__</c> and <c>:</c> are one.</summary>
internal sealed partial class AppSettings(IReadOnlyDictionary<string, string> values)
{
    private const string HostPrefix = "AzureFunctionsJobHost__";

    private readonly Dictionary<string, string> _values = values.ToDictionary(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, string> Values => _values;

    public string? Find(string name) => _values.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name);

    /// <summary>Replaces every <c>%NAME%</c>.</summary>
    /// <exception cref="HostConfigurationException">A name is not set.</exception>
    public string Resolve(string text) => Placeholder.Replace(text, match =>
        Find(match.Groups["name"].Value) ?? throw new HostConfigurationException($"'{match.Value}' does not resolve to a value: set {match.Groups["name"].Value}."));

    /// <summary>Replaces every <c>%NAME%</c>, one that is not set by nothing: how the command line of a handler is expanded.</summary>
    public string Expand(string text) => Placeholder.Replace(text, match => Find(match.Groups["name"].Value) ?? "");

    /// <summary>The settings that override host.json, in configuration's own spelling.</summary>
    public IEnumerable<KeyValuePair<string, string?>> HostOverrides() =>
        from setting in _values
        where setting.Key.StartsWith(HostPrefix, StringComparison.OrdinalIgnoreCase)
        select KeyValuePair.Create<string, string?>(setting.Key[HostPrefix.Length..].Replace("__", ":", StringComparison.Ordinal), setting.Value);

    [GeneratedRegex("%(?<name>[^%\\s]+)%", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder { get; }
}
