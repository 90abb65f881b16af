using System.Net.Sockets;

namespace LiveView.Local.PubSub;

/// <summary>Finds who is no longer there: pings the silent, ends those who do not answer, and, when memory runs short, those idle longest.</summary>
internal sealed partial class Pulse : IAsyncDisposable
{
    private static readonly byte[] Ping = FrameWriter.Frame(Opcode.Ping, []);

    private readonly Switchboard board;
    private readonly ILogger log;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    public Pulse(Switchboard board, ILogger log)
    {
        this.board = board;
        this.log = log;
        running = RunAsync();
    }

    private PubSubOptions Options => board.Options;

    private async Task RunAsync()
    {
        var tick = TimeSpan.FromTicks(Math.Min(TimeSpan.TicksPerSecond, Options.KeepAliveInterval.Ticks / 4));
        using var timer = new PeriodicTimer(tick, Options.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token)) Beat();
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
    }

    private void Beat()
    {
        try
        {
            foreach (var connection in board.Hubs.All.SelectMany(hub => hub.Everyone())) Check(connection);
            Evict();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // A connection ended while it was looked at: the next beat sees it gone.
            Log.Overtaken(log, e.Message);
        }
        catch (Exception e)
        {
            Log.Failed(log, e);
        }
    }

    private void Check(Connection connection)
    {
        if (!connection.IsAttached) return;
        Streams.EndIdle(board, connection);
        // While a handler holds up the client's messages its pongs wait too.
        if (connection.InHandler) connection.Heard();
        var now = Options.Time.GetTimestamp();
        var pinged = connection.PingSent;
        if (pinged != 0 && connection.LastHeard < pinged)
        {
            if (Options.Time.GetElapsedTime(pinged, now) >= Options.KeepAliveTimeout) Lose(connection);
            return;
        }

        if (Options.Time.GetElapsedTime(connection.LastHeard, now) < Options.KeepAliveInterval) return;
        connection.PingSent = now;
        connection.Outbox.Lane.Post(connection.Outbox, Chunk.Of(Ping));
    }

    /// <summary>A reliable client may come back; its link is cut all the same.</summary>
    private void Lose(Connection connection)
    {
        connection.PingSent = 0;
        Log.Silent(log, connection.Id);
        var outbox = connection.Outbox;
        if (connection.Protocol.IsReliable) board.Closed.Count("PingTimeoutOfLink");
        else board.End(connection, CloseCategory.PingTimeout, "PingTimeout");
        outbox.Lane.Post(() => outbox.Link?.Abort());
    }

    private void Evict()
    {
        if (Options.MemoryBudgetBytes == 0 || Options.MemoryUsed() <= Options.MemoryBudgetBytes) return;
        var all = board.Hubs.All.SelectMany(hub => hub.Everyone()).ToArray();
        // A little at a time: the memory of the last ones comes back only at the next collection.
        foreach (var connection in all.OrderBy(connection => connection.LastSpoke).Take(Math.Max(1, all.Length / 100)))
            board.Close(connection, CloseCode.PolicyViolation, "memory_pressure", CloseCategory.Evicted);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
#pragma warning disable VSTHRD003 // its own loop, started by the constructor
        await running;
#pragma warning restore VSTHRD003
        stopping.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(9340, LogLevel.Debug, "A connection ended while its pulse was taken: {Reason}")]
        public static partial void Overtaken(ILogger logger, string reason);

        [LoggerMessage(9341, LogLevel.Error, "The pulse failed unexpectedly; it goes on.")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(9342, LogLevel.Information, "Connection {ConnectionId} has not answered its ping.")]
        public static partial void Silent(ILogger logger, string connectionId);
    }
}
