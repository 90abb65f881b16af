using LiveView.Cloud.Pipeline;

namespace LiveView.Cloud.Blobs;

/// <summary>Options of a <see cref="BlobContainerClient"/> and the clients that it makes.</summary>
public sealed class BlobClientOptions : CloudOptions;
