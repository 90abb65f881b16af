namespace LiveView.Local.PubSub;

/// <summary>What a client asks for.</summary>
internal abstract record Request
{
    /// <summary>Set when the client wants to know how it went.</summary>
    public ulong? AckId { get; init; }

    internal sealed record JoinGroup(string Group) : Request;

    internal sealed record LeaveGroup(string Group) : Request;

    internal sealed record SendToGroup(string Group, bool NoEcho, Payload Payload) : Request
    {
        public TimeSpan? TimeToLive { get; init; }

        public IReadOnlyDictionary<string, string>? Metadata { get; init; }
    }

    internal sealed record Event(string Name, Payload Payload) : Request
    {
        public IReadOnlyDictionary<string, string>? Metadata { get; init; }
    }

    internal sealed record Ping : Request;

    internal sealed record SequenceAck(ulong Sequence) : Request;

    internal sealed record Invoke(string InvocationId, string Name, Payload Payload) : Request;

    internal sealed record CancelInvocation(string InvocationId) : Request;

    internal sealed record StartStream(string Group, bool NoEcho, string StreamId, TimeSpan IdleTimeout) : Request;

    /// <summary>A piece of a stream; without a sequence it only keeps the stream alive.</summary>
    internal sealed record StreamData(string StreamId, ulong? Sequence, Payload Payload) : Request;

    internal sealed record EndStream(string StreamId, StreamError? Error) : Request;
}
