using System.Text.Unicode;

namespace LiveView.Local.PubSub;

/// <summary>Carries out what a client says, one message after the other.</summary>
internal sealed class Conversation(Switchboard board)
{
    private static readonly byte[] EmptyPong = FrameWriter.Frame(Opcode.Pong, []);

    /// <summary>Carries out one arrival.</summary>
    /// <returns>Why the conversation is over; null while it goes on.</returns>
    public async ValueTask<CloseCategory?> HearAsync(Connection connection, Link link, Arrival arrival)
    {
        switch (arrival.Opcode)
        {
            case Opcode.Pong:
                return null;
            case Opcode.Close:
                return Hangup(connection, link, arrival.Code);
            case var _ when connection.HasEnded:
                // The close is on its way to the client: what it said before it saw it is no longer carried out.
                return null;
            case Opcode.Ping:
                var pong = arrival.Payload.IsEmpty ? EmptyPong : FrameWriter.Frame(Opcode.Pong, arrival.Payload.Span);
                connection.Outbox.Lane.Post(connection.Outbox, Chunk.Of(pong));
                return null;
            default:
                connection.LastSpoke = connection.LastHeard;
                await MessageAsync(connection, arrival);
                return null;
        }
    }

    /// <summary>
    /// A close without a code or with 1000 is final. Any other leaves a reliable connection to be recovered, like a lost one.
    /// </summary>
    private CloseCategory Hangup(Connection connection, Link link, CloseCode code)
    {
        var final = code is CloseCode.None or CloseCode.Normal;
        if (final || !connection.Protocol.IsReliable) board.End(connection, CloseCategory.Normal, "");
        if (!link.Closing)
        {
            var echo = Chunk.Of(FrameWriter.Close(code, reason: null));
            var outbox = connection.Outbox;
            outbox.Lane.Post(() => outbox.Answer(link, echo));
        }

        return final ? CloseCategory.Normal : CloseCategory.ConnectionLost;
    }

    private async ValueTask MessageAsync(Connection connection, Arrival arrival)
    {
        if (connection.Protocol.IsRaw)
        {
            await RawAsync(connection, arrival);
            return;
        }

        Request request;
        try
        {
            if (arrival.Opcode == Opcode.Binary && connection.Protocol.Opcode == Opcode.Text && !Utf8.IsValid(arrival.Payload.Span))
                throw new ProtocolException("The client message is not a valid JSON protocol message.");
            request = connection.Protocol.Read(arrival.Opcode, arrival.Payload);
        }
        catch (ProtocolException e)
        {
            board.Close(connection, CloseCode.InvalidPayload, e.Message, CloseCategory.ProtocolViolation);
            return;
        }

        await CarryOutAsync(connection, request);
    }

    private async ValueTask RawAsync(Connection connection, Arrival arrival)
    {
        var payload = new Payload(arrival.Opcode == Opcode.Text ? DataType.Text : DataType.Binary, arrival.Payload);
        if (connection.RawMode.Group is { } group)
        {
            if (connection.Roles.MaySend(group)) Publish(connection, group, connection.RawMode.NoEcho, new Message(payload, group, connection.UserId));
            else board.Close(connection, CloseCode.PolicyViolation, $"The client does not have permission to send to group '{group}'.", CloseCategory.ProtocolViolation);
            return;
        }

        var outcome = await EventAsync(connection, "message", payload, metadata: null);
        if (outcome.Succeeded) Reply(connection, outcome);
        else board.Close(connection, CloseCode.InternalError, "The event could not be handled.", CloseCategory.HandlerFailed);
    }

    private async ValueTask CarryOutAsync(Connection connection, Request request)
    {
        if (request.AckId is { } known && connection.Acks.Knows(known))
        {
            connection.Tell(connection.Protocol.Ack(known, AckError.Duplicate(known)));
            return;
        }

        var error = await DoAsync(connection, request);
        if (request.AckId is not { } ackId) return;
        if (error is null) connection.Acks.Remember(ackId);
        connection.Tell(connection.Protocol.Ack(ackId, error));
    }

    private async ValueTask<AckError?> DoAsync(Connection connection, Request request)
    {
        switch (request)
        {
            case Request.JoinGroup join:
                return Join(connection, join.Group);
            case Request.LeaveGroup leave:
                if (!connection.Roles.MayJoin(leave.Group)) return AckError.Forbidden($"The client does not have permission to leave group '{leave.Group}'.");
                connection.Hub.Leave(connection, leave.Group);
                return null;
            case Request.SendToGroup send:
                return Send(connection, send);
            case Request.Event happened:
                return await HappenedAsync(connection, happened);
            case Request.Ping:
                connection.Tell(connection.Protocol.Pong());
                return null;
            case Request.SequenceAck ack when connection.Outbox is ReliableOutbox outbox:
                outbox.Lane.Post(() => outbox.Acknowledge(ack.Sequence));
                return null;
            case Request.Invoke invoke:
                await InvokeAsync(connection, invoke);
                return null;
            default:
                Streams.Hear(board, connection, request);
                return null;
        }
    }

    private static AckError? Join(Connection connection, string group)
    {
        if (!connection.Roles.MayJoin(group)) return AckError.Forbidden($"The client does not have permission to join group '{group}'.");
        return connection.Hub.TryJoin(connection, group) ? null : AckError.Forbidden("The limit of groups is reached.");
    }

    private AckError? Send(Connection connection, Request.SendToGroup send)
    {
        if (!connection.Roles.MaySend(send.Group)) return AckError.Forbidden($"The client does not have permission to send to group '{send.Group}'.");
        var message = new Message(send.Payload, send.Group, connection.UserId) { Metadata = send.Metadata, Expires = board.ExpiryOf(send.TimeToLive) };
        Publish(connection, send.Group, send.NoEcho, message);
        return null;
    }

    private static void Publish(Connection connection, string group, bool noEcho, Message message) =>
        connection.Hub.SendToGroup(message with { Group = group }, except: noEcho ? connection : null);

    private async ValueTask<AckError?> HappenedAsync(Connection connection, Request.Event happened)
    {
        var outcome = await EventAsync(connection, happened.Name, happened.Payload, happened.Metadata);
        if (outcome.Succeeded)
        {
            Reply(connection, outcome);
            return null;
        }

        if (board.Options.DropOnFailedEvent)
            board.Close(connection, CloseCode.InternalError, "The event could not be handled.", CloseCategory.HandlerFailed);
        return AckError.Internal;
    }

    private async ValueTask InvokeAsync(Connection connection, Request.Invoke invoke)
    {
        var outcome = await EventAsync(connection, invoke.Name, invoke.Payload, metadata: null);
        var answer = connection.Protocol.InvokeResponse(
            invoke.InvocationId, outcome.Reply ?? Payload.Empty, outcome.Succeeded ? null : AckError.Internal);
        connection.Tell(answer);
    }

    private async ValueTask<EventOutcome> EventAsync(
        Connection connection, string name, Payload payload, IReadOnlyDictionary<string, string>? metadata)
    {
        connection.InHandler = true;
        try
        {
            return await board.Upstream.EventAsync(connection, name, payload, metadata, board.Stopping);
        }
        finally
        {
            connection.Heard();
            connection.InHandler = false;
        }
    }

    private static void Reply(Connection connection, EventOutcome outcome)
    {
        if (outcome.Reply is { } reply) connection.Hub.SendTo(connection, new Message(reply));
    }
}
