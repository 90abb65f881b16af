namespace LiveView.Local.Host;

/// <summary>host.json, a function.json or a setting that no host could run; the message names the file and the remedy.</summary>
internal sealed class HostConfigurationException(string message) : Exception(message);
