namespace LiveView.Cloud.Tables;

/// <summary>The real service would refuse this; emulators often would not, so the client says it before sending.</summary>
public sealed class TableLimitException(string message) : ArgumentException(message);
