namespace LiveView.Cloud.EventHubs;

/// <summary>Where a batch goes and how large it may be.</summary>
public sealed class CreateBatchOptions : SendEventOptions
{
    /// <summary>Bytes on the wire; null is the client's own limit, which it cannot exceed.</summary>
    public long? MaximumSizeInBytes { get; set; }
}
