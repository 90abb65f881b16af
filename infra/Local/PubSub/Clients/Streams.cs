namespace LiveView.Local.PubSub;

/// <summary>Streams from a client to a group: pieces in order, each published once, with a last one that says it is the last.</summary>
internal static class Streams
{
    private const int MaxActive = 64;

    public static void Hear(Switchboard board, Connection connection, Request request)
    {
        if (connection.Protocol.Stream(new StreamReply("streamAck", "", null)) is null) return;
        lock (connection.Streams)
        {
            switch (request)
            {
                case Request.StartStream start: Start(board, connection, start); break;
                case Request.StreamData data: Data(board, connection, data); break;
                case Request.EndStream end: End(connection, end); break;
            }
        }
    }

    /// <summary>Ends the streams whose sender has been silent too long; its subscribers are told.</summary>
    public static void EndIdle(Switchboard board, Connection connection)
    {
        if (connection.Streams.Count == 0) return;
        lock (connection.Streams)
        {
            foreach (var stream in connection.Streams.All.Where(stream => board.Options.Time.GetElapsedTime(stream.LastHeard) >= stream.IdleTimeout).ToArray())
            {
                Finish(connection, stream, new StreamError("IdleTimeout", "The stream was idle too long."));
                Tell(connection, new StreamReply("streamClosed", stream.Id, null, new AckError("IdleTimeout", "The stream was idle too long.")));
            }
        }
    }

    private static void Start(Switchboard board, Connection connection, Request.StartStream start)
    {
        if (!connection.Roles.MaySend(start.Group))
        {
            Refuse(connection, start.StreamId, "Forbidden", $"The client does not have permission to send to group '{start.Group}'.");
            return;
        }

        var stream = new OutgoingStream(start.StreamId, start.Group, start.NoEcho, start.IdleTimeout) { LastHeard = board.Options.Time.GetTimestamp() };
        if (connection.Streams.Count >= MaxActive || !connection.Streams.TryStart(stream))
            Refuse(connection, start.StreamId, "BadRequest", "The stream is already active, or too many are.");
        else Acknowledge(connection, stream);
    }

    private static void Data(Switchboard board, Connection connection, Request.StreamData data)
    {
        if (connection.Streams.Find(data.StreamId) is not { } stream)
        {
            Refuse(connection, data.StreamId, "StreamNotFound", "The stream is not active.");
            return;
        }

        stream.LastHeard = board.Options.Time.GetTimestamp();
        if (data.Sequence is not { } sequence) return;
        if (sequence > stream.Expected)
        {
            Tell(connection, new StreamReply("streamNack", stream.Id, stream.Expected, new AckError("InvalidSequenceId", "A piece is missing.")));
            return;
        }

        // A lower one has been published already: it is only acknowledged again.
        if (sequence == stream.Expected) Publish(connection, stream, data.Payload, new StreamMark(stream.Id, stream.Expected++, End: false, Error: null));
        Acknowledge(connection, stream);
    }

    private static void End(Connection connection, Request.EndStream end)
    {
        if (connection.Streams.Find(end.StreamId) is not { } stream)
        {
            Refuse(connection, end.StreamId, "StreamNotFound", "The stream is not active.");
            return;
        }

        Finish(connection, stream, end.Error);
        Tell(connection, new StreamReply("streamClosed", stream.Id, null));
    }

    private static void Finish(Connection connection, OutgoingStream stream, StreamError? error)
    {
        connection.Streams.End(stream.Id);
        Publish(connection, stream, Payload.Empty, new StreamMark(stream.Id, stream.Expected, End: true, error));
    }

    private static void Publish(Connection connection, OutgoingStream stream, Payload payload, StreamMark mark)
    {
        var message = new Message(payload, stream.Group, connection.UserId) { Stream = mark };
        connection.Hub.SendToGroup(message, except: stream.NoEcho ? connection : null);
    }

    private static void Acknowledge(Connection connection, OutgoingStream stream) =>
        Tell(connection, new StreamReply("streamAck", stream.Id, stream.Expected));

    private static void Refuse(Connection connection, string streamId, string name, string message) =>
        Tell(connection, new StreamReply("streamClosed", streamId, null, new AckError(name, message)));

    private static void Tell(Connection connection, StreamReply reply) => connection.Tell(connection.Protocol.Stream(reply));
}
