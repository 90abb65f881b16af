namespace LiveView.Local.PubSub;

/// <summary>
/// A client as the service knows it. It outlives its link when its protocol is reliable: groups, roles, state, acks and what the client
/// has not acknowledged wait for the next link.
/// </summary>
internal sealed class Connection : IOutboxOwner
{
    private readonly Switchboard board;
    private readonly Lock attachment = new();
    private Link? current;
    private Task reading = Task.CompletedTask;
    private ITimer? expiry;
    private int eventId;
    private int ended;
    private long lastHeard;

    public Connection(Switchboard board, Hub hub, Admission admission)
    {
        this.board = board;
        Hub = hub;
        Id = admission.ConnectionId;
        UserId = admission.UserId;
        Protocol = admission.Protocol;
        Roles = admission.Roles;
        RawMode = admission.RawMode;
        State = admission.State;
        Subprotocol = admission.Subprotocol;
        Address = admission.Address;
        Cookies = admission.Cookies ?? new System.Net.CookieContainer();
        var lane = board.Lanes.Deal();
        var options = board.Options;
        Outbox = Protocol.Sequencer is { } sequencer
            ? new ReliableOutbox(lane, this, sequencer, options.ReliableMessages, options.ReliableBytes)
            : new PlainOutbox(lane, this, board.Upstream.Of(hub.Name).QueueMessages ?? options.QueueMessages, options.QueueBytes);
        Heard();
        LastSpoke = LastHeard;
    }

    public string Id { get; }

    public Hub Hub { get; }

    public string? UserId { get; }

    public Protocol Protocol { get; }

    /// <summary>The subprotocol that was agreed; a handler may have chosen one that the service does not speak.</summary>
    public string? Subprotocol { get; }

    public RawMode RawMode { get; }

    public string Address { get; }

    public Outbox Outbox { get; }

    public Roles Roles { get; private set; }

    /// <summary>The application's own state, opaque, sent with every event; null when it has none.</summary>
    public string? State { get; set; }

    /// <summary>What the application's handler asked to be sent back with later events.</summary>
    public System.Net.CookieContainer Cookies { get; }

    public AckMemory Acks { get; } = new();

    public StreamTable Streams { get; } = new();

    /// <summary>The groups it is in. Guarded by the hub's gate.</summary>
    public HashSet<string> Groups { get; } = [];

    /// <summary>True once it is gone for good.</summary>
    public bool HasEnded => Volatile.Read(ref ended) != 0;

    /// <summary>When the client last sent anything, in timestamp ticks.</summary>
    public long LastHeard => Volatile.Read(ref lastHeard);

    /// <summary>When the client last said something of its own (not a pong), in timestamp ticks.</summary>
    public long LastSpoke { get; set; }

    /// <summary>When the last ping went out unanswered; 0 when the client has answered.</summary>
    public long PingSent { get; set; }

    /// <summary>True while an application's handler holds up the client's messages: it cannot be heard then.</summary>
    public bool InHandler { get; set; }

    /// <summary>The task that follows its non-blocking upstream events; the next one waits for it.</summary>
    public Task Events { get; set; } = Task.CompletedTask;

    /// <summary>True when a client is on the line.</summary>
    public bool IsAttached
    {
        get
        {
            lock (attachment) return current is not null;
        }
    }

    public FaultPlan Faults => board.Faults;

    public TimeProvider Time => board.Options.Time;

    /// <summary>0 for the connect event, then 1, 2, 3, …</summary>
    public int NextEventId() => Interlocked.Increment(ref eventId);

    public void Heard() => Volatile.Write(ref lastHeard, board.Options.Time.GetTimestamp());

    /// <summary>Puts a client on the line.</summary>
    /// <param name="link">Its link; an earlier one no longer counts.</param>
    /// <param name="reads">Ends when what comes through this link is no longer carried out.</param>
    /// <returns>The same of the earlier link.</returns>
    public Task TakeOverAsync(Link link, Task reads)
    {
        lock (attachment)
        {
            var before = reading;
            reading = reads;
            current = link;
            expiry?.Dispose();
            expiry = null;
            return before;
        }
    }

    /// <summary>The link has ended; false when another has taken its place.</summary>
    public bool Release(Link link)
    {
        lock (attachment)
        {
            if (!ReferenceEquals(current, link)) return false;
            current = null;
            return true;
        }
    }

    /// <summary>Does <paramref name="expire"/> unless a client comes back before.</summary>
    public void ExpireAfter(TimeSpan window, Action expire)
    {
        lock (attachment)
        {
            if (current is not null || HasEnded) return;
            expiry = Time.CreateTimer(_ => expire(), state: null, window, Timeout.InfiniteTimeSpan);
        }
    }

    public void Permit(Func<Roles, Roles> change)
    {
        lock (Acks) Roles = change(Roles);
    }

    /// <summary>Sends a frame of the connection's own conversation.</summary>
    public void Tell(byte[]? body)
    {
        if (body is not null) Outbox.Lane.Post(Outbox, Chunk.Of(Frame(body)));
    }

    /// <summary>A frame of the kind the client's protocol uses.</summary>
    public byte[] Frame(byte[] body) => FrameWriter.Frame(Protocol.Opcode, body);

    /// <summary>Marks it as gone for good; true for the first who does.</summary>
    public bool End()
    {
        if (Interlocked.Exchange(ref ended, 1) != 0) return false;
        lock (attachment) expiry?.Dispose();
        return true;
    }

    public void TooSlow()
    {
        var reason = Protocol.IsReliable ? "The reliable message buffer is full." : "The outbound message queue is full.";
        board.Close(this, CloseCode.PolicyViolation, reason, CloseCategory.SlowClient);
    }

    public void Later(TimeSpan delay, Action action) => board.Later(delay, action);
}
