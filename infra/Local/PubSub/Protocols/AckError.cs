namespace LiveView.Local.PubSub;

/// <summary>Why a request was not carried out, in the service's words.</summary>
internal sealed record AckError(string Name, string Message)
{
    public static AckError Forbidden(string what) => new("Forbidden", what);

    public static AckError Duplicate(ulong ackId) => new("Duplicate", $"Message with ack-id: {ackId} has been processed");

    public static readonly AckError Internal = new("InternalServerError", "Internal server error");
}
