using System.Buffers;
using System.Globalization;
using System.Net.Sockets;

namespace LiveView.Local.PubSub;

/// <summary>
/// A client's life from its first byte to its last: handshake, then its messages one after the other, then what its end means. Between
/// two messages it holds no buffer.
/// </summary>
internal sealed partial class Viewer(Switchboard board, ILogger log)
{
    private const int MaxHead = 32 * 1024;
    private const int ReadSize = 64 * 1024;

    // A client that never pauses must not keep the lane asleep.
    private const int ReadsTogether = 8;

    private readonly Handshake handshake = new(board);
    private readonly Conversation conversation = new(board);

    /// <summary>Serves one socket until it ends.</summary>
    public async Task ServeAsync(Socket socket)
    {
        var head = await ReadHeadAsync(socket);
        if (head is null)
        {
            await RefuseAsync(socket, new Refusal(400, "The request cannot be read."));
            return;
        }

        switch (await handshake.JudgeAsync(head, socket.RemoteEndPoint, board.Stopping))
        {
            case Admission admission: await AdmitAsync(socket, head, admission); break;
            case Recovery recovery: await RecoverAsync(socket, head, recovery); break;
            case Refusal refusal: await RefuseAsync(socket, refusal); break;
        }
    }

    private async Task AdmitAsync(Socket socket, RequestHead head, Admission admission)
    {
        var hub = board.Hubs[admission.Hub];
        var connection = new Connection(board, hub, admission);
        var link = new Link(socket);
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await connection.TakeOverAsync(link, reading.Task);
        var token = connection.Protocol.IsReliable ? ReconnectionToken.Issue(board.Options, connection.Id) : null;
        byte[] greeting = [.. Responses.SwitchProtocols(head, admission.Subprotocol), .. Greeting(connection, token)];
        hub.Add(connection, admission.Groups, () => Attach(connection, link, greeting));
        board.Upstream.Connected(connection);
        await ReadAsync(connection, link, reading);
    }

    /// <summary>
    /// Gives a reliable connection its new link. A refusal is an upgrade that closes with 1008: anything else and the client would
    /// go on trying.
    /// </summary>
    private async Task RecoverAsync(Socket socket, RequestHead head, Recovery recovery)
    {
        var connection = board.Hubs.Find(recovery.Hub)?.Find(recovery.ConnectionId);
        if (connection is null || !connection.Protocol.IsReliable || !ReconnectionToken.IsGood(board.Options, recovery.Token, connection.Id))
        {
            var asked = ProtocolCatalog.FirstKnown(head.List("Sec-WebSocket-Protocol"));
            byte[] answer = [.. Responses.SwitchProtocols(head, asked), .. FrameWriter.Close(CloseCode.PolicyViolation, "The connection cannot be recovered.")];
            board.Recoveries.Count("refused");
            await SayAndCloseAsync(socket, answer);
            return;
        }

        var link = new Link(socket);
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = connection.TakeOverAsync(link, reading.Task);
        var token = ReconnectionToken.Issue(board.Options, connection.Id);
        Attach(connection, link, [.. Responses.SwitchProtocols(head, connection.Subprotocol), .. Greeting(connection, token)]);
        board.Recoveries.Count("recovered");
        // The old link's last message is finished first: one client is heard once at a time.
        await before;
        await ReadAsync(connection, link, reading);
    }

    private static byte[] Greeting(Connection connection, string? token)
    {
        var words = connection.Protocol.Connected(connection.Id, connection.UserId, token);
        return words is null ? [] : connection.Frame(words);
    }

    private static void Attach(Connection connection, Link link, byte[] greeting)
    {
        var outbox = connection.Outbox;
        outbox.Lane.Post(() => outbox.Attach(link, Chunk.Of(greeting)));
    }

    private async Task ReadAsync(Connection connection, Link link, TaskCompletionSource reading)
    {
        var category = CloseCategory.ConnectionLost;
        board.Links.Enter(link);
        try
        {
            category = await ReadMessagesAsync(connection, link);
        }
        finally
        {
            reading.SetResult();
            Finish(connection, link, category);
        }
    }

    /// <summary>Reads until the link ends; says why it did.</summary>
    private async Task<CloseCategory> ReadMessagesAsync(Connection connection, Link link)
    {
        var reader = new MessageReader(board.Options.MaxMessageBytes);
        byte[]? buffer = null;
        var filled = 0;
        try
        {
            var received = -1;
            var reads = 0;
            while (received > 0 || await link.ReadableAsync())
            {
                var bytes = buffer ??= ArrayPool<byte>.Shared.Rent(ReadSize);
                received = link.Receive(bytes.AsSpan(filled));
                if (received == 0) break;
                if (received < 0)
                {
                    board.Lanes.Wake();
                    if (filled == 0) (buffer, _) = Keep(bytes, 0, 0, 0);
                    continue;
                }

                filled += received;
                connection.Heard();
                var start = 0;
                bool whole;
                do
                {
                    whole = reader.TryRead(bytes.AsMemory(start, filled - start), out var consumed, out var arrival);
                    start += consumed;
                    if (!whole) continue;
                    if (await HearAsync(connection, link, arrival) is { } end) return end;
                }
                while (whole);

                if (++reads % ReadsTogether == 0) board.Lanes.Wake();
                if (reader.Violation is { } violation)
                {
                    // Deaf from here on; what still comes is only read so that the close is not lost in a reset.
                    board.Close(connection, violation.Code, violation.Reason, CloseCategory.ProtocolViolation);
                    start = filled;
                }

                (buffer, filled) = Keep(bytes, start, filled, reader.Needed);
            }

            return CloseCategory.ConnectionLost;
        }
        finally
        {
            board.Lanes.Wake();
            if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Hears one message. What a client has sent goes out together: the lane is woken when there is no more to read, or before this
    /// thread has to leave a message unfinished.
    /// </summary>
    private async ValueTask<CloseCategory?> HearAsync(Connection connection, Link link, Arrival arrival)
    {
        var room = board.Lanes.RoomAsync();
        if (!room.IsCompleted) board.Lanes.Wake();
        await room;
        Lane.Hold();
        var hearing = conversation.HearAsync(connection, link, arrival);
        if (!hearing.IsCompleted) board.Lanes.Wake();
        return await hearing;
    }

    /// <summary>Keeps what is not consumed, with room for what is needed; nothing when all is consumed.</summary>
    private static (byte[]? Buffer, int Filled) Keep(byte[] buffer, int start, int filled, int needed)
    {
        var left = buffer.AsSpan(start, filled - start);
        if (left.IsEmpty)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            return (null, 0);
        }

        if (buffer.Length >= needed && (start > 0 || filled < buffer.Length))
        {
            left.CopyTo(buffer);
            return (buffer, left.Length);
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, buffer.Length * 2));
        left.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return (larger, left.Length);
    }

    private void Finish(Connection connection, Link link, CloseCategory category)
    {
        var outbox = connection.Outbox;
        // By the lane, behind the farewell that may still be on its way there.
        outbox.Lane.Post(() =>
        {
            outbox.Detach(link);
            link.Dispose();
            board.Links.Leave(link);
        });
        if (!connection.Release(link) || connection.HasEnded) return;
        if (!connection.Protocol.IsReliable)
        {
            board.End(connection, category, "The connection was lost.");
            return;
        }

        connection.ExpireAfter(
            board.Options.RecoveryWindow,
            () => board.End(connection, CloseCategory.RecoveryTimeout, "Connection recovery timed out."));
    }

    private async Task<RequestHead?> ReadHeadAsync(Socket socket)
    {
        using var deadline = new CancellationTokenSource(board.Options.HandshakeTimeout, board.Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, board.Stopping);
        var buffer = ArrayPool<byte>.Shared.Rent(MaxHead);
        try
        {
            var filled = 0;
            while (filled < MaxHead)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(filled, MaxHead - filled), either.Token);
                if (received == 0) return null;
                filled += received;
                var end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
                if (end >= 0) return RequestHead.Read(buffer.AsSpan(0, end));
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task RefuseAsync(Socket socket, Refusal refusal)
    {
        board.Refused.Count(refusal.Status.ToString(CultureInfo.InvariantCulture));
        Log.Refused(log, refusal.Status, refusal.Reason);
        await SayAndCloseAsync(socket, Responses.Refuse(refusal));
    }

    /// <summary>Sends the last word and waits, within a deadline, for the client to hang up, so that no reset overtakes the word.</summary>
    private async Task SayAndCloseAsync(Socket socket, byte[] answer)
    {
        using var deadline = new CancellationTokenSource(board.Options.CloseTimeout, board.Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, board.Stopping);
        using (socket)
        {
            try
            {
                for (var sent = 0; sent < answer.Length;) sent += await socket.SendAsync(answer.AsMemory(sent), either.Token);
                socket.Shutdown(SocketShutdown.Send);
                var rest = new byte[256];
                while (await socket.ReceiveAsync(rest, either.Token) > 0)
                {
                    // What a refused client still says is of no interest.
                }
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // It hung up first, or it never will: either way it is over.
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9311, LogLevel.Debug, "A client was refused with {Status}: {Reason}")]
        public static partial void Refused(ILogger logger, int status, string reason);
    }
}
