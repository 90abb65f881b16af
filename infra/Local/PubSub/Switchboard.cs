namespace LiveView.Local.PubSub;

/// <summary>What all parts of the emulator share, and the one way a connection ends.</summary>
internal sealed partial class Switchboard : IAsyncDisposable
{
    private readonly ILogger log;
    private readonly CancellationTokenSource stopping = new();

    public Switchboard(PubSubOptions options)
    {
        Options = options;
        log = options.Logs.CreateLogger<Switchboard>();
        Lanes = new Lanes(options.Lanes > 0 ? options.Lanes : Math.Clamp(Environment.ProcessorCount / 2, 1, 8), log);
        Hubs = new HubCatalog(this);
        Limits = new Limits(options);
        Audience = new Audience(options.ExtraHosts);
        Upstream = new Upstream(options, stopping.Token);
        Faults.Set(options.Faults);
    }

    public PubSubOptions Options { get; }

    public Lanes Lanes { get; }

    public HubCatalog Hubs { get; }

    public Limits Limits { get; }

    public Audience Audience { get; }

    public Upstream Upstream { get; }

    public FaultPlan Faults { get; } = new();

    /// <summary>Connections that ended, by category.</summary>
    public Tally Closed { get; } = new();

    /// <summary>Handshakes refused, by status.</summary>
    public Tally Refused { get; } = new();

    /// <summary>REST calls, by status.</summary>
    public Tally Requests { get; } = new();

    /// <summary>Recoveries, by how they went.</summary>
    public Tally Recoveries { get; } = new();

    /// <summary>The clients on the line.</summary>
    public Roll<Link> Links { get; } = new();

    /// <summary>True once nobody new is let in.</summary>
    public bool IsDraining { get; set; }

    public Recent Recent { get; } = new();

    /// <summary>Cancelled when the server ends.</summary>
    public CancellationToken Stopping => stopping.Token;

    /// <summary>Ends a connection for good by the service: it is out of its hub at once, the client gets its farewell.</summary>
    public void Close(Connection connection, CloseCode code, string reason, CloseCategory category)
    {
        if (!End(connection, category, reason)) return;
        var farewell = Farewell(connection.Protocol, code, reason);
        connection.Outbox.Lane.Post(() =>
        {
            connection.Outbox.Close(farewell);
            // A client that does not answer the close is cut off.
            if (connection.Outbox.Link is { } link) Later(Options.CloseTimeout, link.Abort);
        });
    }

    /// <summary>Takes a connection out of everything and tells the application; true for the first who does.</summary>
    public bool End(Connection connection, CloseCategory category, string reason)
    {
        if (!connection.End()) return false;
        connection.Hub.Remove(connection);
        Limits.Free(connection.Address);
        Closed.Count(category.ToString());
        Upstream.Disconnected(connection, reason);
        Log.Ended(log, connection.Id, connection.Hub.Name, category, reason);
        return true;
    }

    /// <summary>Runs an action after a while, unless the server ends before.</summary>
    public void Later(TimeSpan delay, Action action)
    {
        ITimer? timer = null;
        timer = Options.Time.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                if (!stopping.IsCancellationRequested) action();
            },
            state: null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        // Started only now, so that the action finds its timer to dispose.
        timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>When something that lives this long is no longer worth sending, in timestamp ticks; 0 is never.</summary>
    public long ExpiryOf(TimeSpan? timeToLive) =>
        timeToLive is { } life ? Options.Time.GetTimestamp() + (long)(life.TotalSeconds * Options.Time.TimestampFrequency) : 0;

    public bool AllowsAnonymous(string hub) => !Options.IsProduction && (Options.AllowAnonymous || Upstream.Of(hub).AllowsAnonymous);

    /// <summary>Notes a message for whoever watches the page.</summary>
    public void Seen(string hub, Message message, int receivers)
    {
        Recent.Note(hub, message, receivers, Options.Time);
        Options.Sent?.Invoke(message);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        foreach (var link in Links.All()) link.Abort();
        Lanes.Dispose();
        Upstream.Dispose();
        stopping.Dispose();
    }

    private static Slice Farewell(Protocol protocol, CloseCode code, string reason)
    {
        var close = FrameWriter.Close(code, reason);
        if (protocol.Disconnected(reason) is not { } words) return Chunk.Of(close);
        return Chunk.Of([.. FrameWriter.Frame(protocol.Opcode, words), .. close]);
    }

    private static partial class Log
    {
        [LoggerMessage(9310, LogLevel.Debug, "Connection {ConnectionId} of hub {Hub} ended: {Category} ({Reason}).")]
        public static partial void Ended(ILogger logger, string connectionId, string hub, CloseCategory category, string reason);
    }
}
