namespace LiveView.Handler.Ingest;

/// <summary>A message for a hub.</summary>
/// <param name="Key">What keeps its order: messages of one key stay in one partition, in the order they were sent.</param>
/// <param name="Body">Its bytes.</param>
internal readonly record struct HubMessage(string Key, ReadOnlyMemory<byte> Body);
