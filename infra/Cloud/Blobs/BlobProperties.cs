using Azure;

namespace LiveView.Cloud.Blobs;

/// <summary>What a blob is, beside its bytes.</summary>
public sealed record BlobProperties
{
    public required ETag ETag { get; init; }

    public DateTimeOffset LastModified { get; init; }

    /// <summary>Length in bytes.</summary>
    public required long ContentLength { get; init; }

    public string? ContentType { get; init; }

    /// <summary>BlockBlob or AppendBlob.</summary>
    public string? BlobType { get; init; }

    /// <summary>available, leased, expired, breaking or broken.</summary>
    public string? LeaseState { get; init; }

    /// <summary>How many blocks an append blob has; 50,000 is the most.</summary>
    public int? BlobCommittedBlockCount { get; init; }

    /// <summary>Names are found in any case.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
