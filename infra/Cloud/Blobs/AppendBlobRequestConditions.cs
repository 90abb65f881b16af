namespace LiveView.Cloud.Blobs;

/// <summary>What must be true of an append blob for a block to be appended.</summary>
public sealed class AppendBlobRequestConditions : BlobRequestConditions
{
    /// <summary>The block must land at this offset, in bytes: whoever knows where it ends never appends twice.</summary>
    public long? IfAppendPositionEqual { get; set; }

    /// <summary>The blob must not become longer than this, in bytes.</summary>
    public long? IfMaxSizeLessThanOrEqual { get; set; }
}
