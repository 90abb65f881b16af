using System.Diagnostics.CodeAnalysis;

namespace LiveView.Local.EventHubs;

/// <summary>A send that cannot be taken: the HTTP status and the words of the answer.</summary>
[SuppressMessage("Major Code Smell", "S3871:Exception types should be public", Justification = "Nobody references an executable.")]
internal sealed class SendRefusedException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
