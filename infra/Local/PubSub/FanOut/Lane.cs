namespace LiveView.Local.PubSub;

/// <summary>
/// The broadcaster: one thread that owns the output of its connections, so that nothing about them is locked.
/// <code>
///   publishers ──post──▶ inbox ──swap──▶ (1) hand each slice to its audience ──▶ (2) flush each touched connection once
/// </code>
/// Orders are carried out in the order they were posted, so messages to one connection are never reordered. Posts to the same audience
/// that lie side by side in a log become one order: under load a connection gets many messages with one call to the kernel.
/// </summary>
internal sealed partial class Lane : IDisposable
{
    // Bounds of the inbox; a publisher that meets them waits (RoomAsync).
    private const int MaxOrders = 32 * 1024;
    private const long MaxBytes = 64L * 1024 * 1024;

    [ThreadStatic]
    private static bool holding;

    private readonly object gate = new();
    private readonly Thread thread;
    private readonly ILogger log;
    private readonly List<Outbox> touched = [];
    private List<Order> inbox = [];
    private List<Order> work = [];
    private long inboxBytes;
    private bool sleeping;
    private bool stopped;
    private TaskCompletionSource? room;

    public Lane(int number, ILogger log)
    {
        this.log = log;
        thread = new Thread(Run) { IsBackground = true, Name = $"pubsub lane {number}" };
        thread.Start();
    }

    public LaneStats Stats { get; } = new();

    /// <summary>Scratch for gathering small slices into one send; used by the lane's thread only.</summary>
    public Gather Gather { get; } = new();

    /// <summary>Sends to an audience; <paramref name="except"/> is the one who hears no echo.</summary>
    public void Post(Outbox[] audience, Slice slice, Outbox? except) => Post(new Order(null, audience, except, slice, null));

    public void Post(Outbox one, Slice slice) => Post(new Order(one, null, null, slice, null));

    public void Post(Action step) => Post(new Order(null, null, null, default, step));

    /// <summary>Completes when the lane has room for more; publishers await it before they publish.</summary>
    public Task RoomAsync()
    {
        lock (gate)
        {
            if (stopped || (inbox.Count < MaxOrders && inboxBytes < MaxBytes)) return Task.CompletedTask;
            room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
#pragma warning disable VSTHRD003 // the lane's thread completes it and waits for nobody
            return room.Task;
#pragma warning restore VSTHRD003
        }
    }

    private void Post(Order order)
    {
        lock (gate)
        {
            if (stopped) return;
            inboxBytes += order.Slice.Length;
            if (!TryExtendLast(order)) inbox.Add(order);
            if (!holding) Rouse();
        }
    }

    /// <summary>
    /// Lets a sleeping lane sleep on while this thread posts the messages of one read, so that they go out together. To be followed by
    /// <see cref="LetGo"/> on the same thread.
    /// </summary>
    public static void Hold() => holding = true;

    /// <summary>Ends what <see cref="Hold"/> began; then the lanes are to be woken.</summary>
    public static void LetGo() => holding = false;

    /// <summary>Wakes the lane if there is something to do.</summary>
    public void Wake()
    {
        lock (gate)
        {
            if (inbox.Count > 0) Rouse();
        }
    }

    private void Rouse()
    {
        if (!sleeping) return;
        sleeping = false;
        Monitor.Pulse(gate);
    }

    private bool TryExtendLast(Order order)
    {
        if (order.Many is null || inbox.Count == 0) return false;
        var last = inbox[^1];
        if (!ReferenceEquals(last.Many, order.Many) || last.Except != order.Except || !last.Slice.TryExtend(order.Slice, out var both)) return false;
        inbox[^1] = last with { Slice = both };
        return true;
    }

    private void Run()
    {
        while (Swap())
        {
            foreach (var order in work) Carry(order);
            work.Clear();
            foreach (var outbox in touched) outbox.Flush();
            touched.Clear();
        }
    }

    private bool Swap()
    {
        TaskCompletionSource? waiting;
        lock (gate)
        {
            while (inbox.Count == 0 && !stopped)
            {
                sleeping = true;
                Monitor.Wait(gate);
            }


            (inbox, work) = (work, inbox);
            inboxBytes = 0;
            (waiting, room) = (room, null);
        }

        waiting?.TrySetResult();
        return work.Count > 0;
    }

    private void Carry(Order order)
    {
        if (order.Step is not null)
        {
            Take(order.Step);
            return;
        }

        var receivers = order.Many?.Length ?? 1;
        Stats.Delivered += (long)receivers * order.Slice.Count;
        Stats.Bytes += (long)receivers * order.Slice.Length;
        if (order.One is not null) Touch(order.One, order.Slice);
        if (order.Many is null) return;
        foreach (var outbox in order.Many)
        {
            if (outbox != order.Except) Touch(outbox, order.Slice);
        }
    }

    private void Take(Action step)
    {
        try
        {
            step();
        }
        catch (Exception e)
        {
            // The lane carries everybody: one connection's fault must not end it.
            Log.StepFailed(log, e);
        }
    }

    private void Touch(Outbox outbox, Slice slice)
    {
        if (outbox.Accept(slice)) touched.Add(outbox);
    }

    /// <summary>Carries out what was posted, then ends the thread.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            stopped = true;
            sleeping = false;
            Monitor.PulseAll(gate);
        }

        thread.Join();
    }

    private static partial class Log
    {
        [LoggerMessage(9303, LogLevel.Error, "A step of a connection failed unexpectedly.")]
        public static partial void StepFailed(ILogger logger, Exception exception);
    }
}
