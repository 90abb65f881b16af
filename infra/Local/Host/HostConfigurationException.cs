using System.Diagnostics.CodeAnalysis;

namespace LiveView.Local.Host;

/// <summary>host.json, a function.json or a setting that no host could run; the message names the file and the remedy.</summary>
[SuppressMessage("Major Code Smell", "S3871:Exception types should be public", Justification = "Nobody references an executable.")]
internal sealed class HostConfigurationException(string message) : Exception(message);
