using Azure;

namespace LiveView.Cloud.Blobs;

/// <summary>Where a block landed.</summary>
/// <param name="ETag">Version of the blob since.</param>
/// <param name="BlobAppendOffset">Offset of the block, in bytes.</param>
/// <param name="BlobCommittedBlockCount">Blocks of the blob since; 50,000 is the most.</param>
public sealed record BlobAppendInfo(ETag ETag, long BlobAppendOffset, int BlobCommittedBlockCount);
