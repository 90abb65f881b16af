namespace LiveView.Local.EventHubs;

/// <summary>A send that cannot be taken: the HTTP status and the words of the answer.</summary>
internal sealed class SendRefusedException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
