using Azure;

namespace LiveView.Cloud.Pipeline;

/// <summary>Words of <see cref="RequestFailedException.ErrorCode"/> that no service says, because it was never reached.</summary>
public static class CloudErrorCode
{
    /// <summary>No try got an answer in time. Whether the request took effect is unknown.</summary>
    public const string Unreachable = "Unreachable";
}
