namespace LiveView.Local.EventHubs;

/// <summary>One event as a sender hands it in.</summary>
/// <param name="Body">Opaque bytes.</param>
/// <param name="PartitionKey">Events with one key share a partition and keep their order; null lets the hub choose.</param>
/// <param name="Properties">The user properties as the text of a JSON object.</param>
internal sealed record EventData(ReadOnlyMemory<byte> Body, string? PartitionKey = null, string Properties = "{}");
