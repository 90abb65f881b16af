using Azure;

namespace LiveView.Cloud.Blobs;

/// <summary>What must be true of a blob for a request to take effect.</summary>
public class BlobRequestConditions : MatchConditions
{
    /// <summary>The lease under which a leased blob is written.</summary>
    public string? LeaseId { get; set; }
}
