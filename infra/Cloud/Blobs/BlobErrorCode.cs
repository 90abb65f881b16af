using Azure;

namespace LiveView.Cloud.Blobs;

/// <summary>Words of <see cref="RequestFailedException.ErrorCode"/> that callers decide on, with the status they come with.</summary>
public static class BlobErrorCode
{
    /// <summary>404: no such blob.</summary>
    public const string BlobNotFound = "BlobNotFound";

    /// <summary>404: no such container.</summary>
    public const string ContainerNotFound = "ContainerNotFound";

    /// <summary>409: the container is there already.</summary>
    public const string ContainerAlreadyExists = "ContainerAlreadyExists";

    /// <summary>409: the blob is there already, and the request insisted that it is not.</summary>
    public const string BlobAlreadyExists = "BlobAlreadyExists";

    /// <summary>412: the blob is at another version.</summary>
    public const string ConditionNotMet = "ConditionNotMet";

    /// <summary>412: the blob has another length; after a retry it may be our own block that is there.</summary>
    public const string AppendPositionConditionNotMet = "AppendPositionConditionNotMet";

    /// <summary>409: another holds the lease.</summary>
    public const string LeaseAlreadyPresent = "LeaseAlreadyPresent";

    /// <summary>409: the lease is not ours any more.</summary>
    public const string LeaseIdMismatchWithLeaseOperation = "LeaseIdMismatchWithLeaseOperation";

    /// <summary>412: the blob is leased, and the write named no lease.</summary>
    public const string LeaseIdMissing = "LeaseIdMissing";

    /// <summary>412: the lease that the write named has ended, and nobody holds one.</summary>
    public const string LeaseNotPresentWithBlobOperation = "LeaseNotPresentWithBlobOperation";

    /// <summary>412: the lease that the write named has ended: it was broken, or its time has passed.</summary>
    public const string LeaseLost = "LeaseLost";

    /// <summary>412: another holds the lease.</summary>
    public const string LeaseIdMismatchWithBlobOperation = "LeaseIdMismatchWithBlobOperation";
}
