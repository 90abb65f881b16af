namespace LiveView.Cloud.Blobs;

/// <summary>A lease that was given or renewed.</summary>
/// <param name="LeaseId">What proves it.</param>
public sealed record BlobLease(string LeaseId);
