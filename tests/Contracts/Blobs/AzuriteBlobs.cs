using LiveView.Contracts.Tests.Azurite;

namespace LiveView.Contracts.Tests.Blobs;

public sealed class AzuriteBlobs(RunningAzurite azurite) : BlobContract(azurite.ConnectionString);
