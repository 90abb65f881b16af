namespace LiveView.Cloud.Blobs;

/// <summary>A blob in a list.</summary>
/// <param name="Name">Its name within the container.</param>
/// <param name="Properties">What it is.</param>
public sealed record BlobItem(string Name, BlobProperties Properties);
