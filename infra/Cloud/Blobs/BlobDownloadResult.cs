namespace LiveView.Cloud.Blobs;

/// <summary>Bytes of a blob, or of the range asked for.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="Details">What the blob is; its length is that of what came.</param>
public sealed record BlobDownloadResult(BinaryData Content, BlobProperties Details);
