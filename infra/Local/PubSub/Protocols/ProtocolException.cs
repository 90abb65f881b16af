namespace LiveView.Local.PubSub;

/// <summary>A client's message is not what its protocol allows; the connection is closed with 1007.</summary>
public sealed class ProtocolException : Exception
{
    public ProtocolException()
    {
    }

    public ProtocolException(string message)
        : base(message)
    {
    }

    public ProtocolException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
