namespace LiveView.Contracts.Tests.Blobs;

/// <summary>The same on the real service. Without an account in LIVEVIEW_AZURE_STORAGE at build time it is abstract: there is nothing to run.</summary>
#if AZURE
public sealed class AzureBlobs()
#else
public abstract class AzureBlobs()
#endif
    : BlobContract(Environment.GetEnvironmentVariable("LIVEVIEW_AZURE_STORAGE") ?? "");
