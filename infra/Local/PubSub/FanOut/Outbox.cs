namespace LiveView.Local.PubSub;

/// <summary>
/// A connection's way out, owned by its lane's thread: what is pending, the link it goes through, and the bound that a slow client meets.
/// A client that takes no more is parked until the kernel says it does; meanwhile nobody waits for it.
/// </summary>
internal abstract class Outbox(Lane lane, IOutboxOwner owner)
{
    private bool touched;
    private bool paused;
    private Slice? held;

    public Lane Lane => lane;

    /// <summary>The link in use; null before the handshake and while a reliable connection waits to be recovered.</summary>
    public Link? Link { get; private set; }

    protected IOutboxOwner Owner => owner;

    /// <summary>True while the kernel takes no more for this client.</summary>
    protected bool Parked { get; private set; }

    /// <summary>True when only the farewell is still to be sent.</summary>
    protected bool Closing { get; private set; }

    /// <summary>Messages waiting for the client.</summary>
    public abstract int Waiting { get; }

    /// <summary>Takes a slice; true when the outbox must be flushed and was not yet on the list.</summary>
    public bool Accept(Slice slice)
    {
        if (Closing) return false;
        if (slice.Chunk.Kind != ChunkKind.Control && owner.Faults.Active) AcceptWithFaults(slice);
        else Push(slice);
        if (touched) return false;
        touched = true;
        return true;
    }

    /// <summary>Sends what the kernel takes; what it does not take is what the bound is about.</summary>
    public void Flush()
    {
        touched = false;
        if (Link is not null && !Parked && !paused) Drain(Link);
        if (!Closing && IsOverfull) Overflow();
    }

    /// <summary>Begins with a fresh link: <paramref name="greeting"/> first, then what is pending.</summary>
    public void Attach(Link link, Slice greeting)
    {
        Link?.Abort();
        Link = link;
        Parked = false;
        paused = false;
        Restart(greeting);
        Flush();
        paused = owner.Faults.Stalls();
    }

    /// <summary>The link has ended; what a later link can still deliver is kept.</summary>
    public void Detach(Link link)
    {
        if (!ReferenceEquals(Link, link)) return;
        Link = null;
        Parked = false;
        DropConversation();
    }

    /// <summary>Sends the farewell behind what is pending and takes nothing more.</summary>
    public void Close(Slice farewell)
    {
        if (Closing) return;
        Push(farewell);
        Closing = true;
        paused = false;
        if (Link is not null) Link.Closing = true;
        Flush();
    }

    /// <summary>Answers the client's close behind what is pending and hangs up.</summary>
    public void Answer(Link link, Slice echo)
    {
        if (!ReferenceEquals(Link, link)) return;
        Push(echo);
        link.Closing = true;
        Flush();
        if (!Parked) link.Dispose();
    }

    /// <summary>Drops what is pending and closes the slow client by number, as soon as it takes what is already on its way.</summary>
    private void Overflow()
    {
        DropPending();
        owner.TooSlow();
    }

    protected abstract bool IsOverfull { get; }

    protected abstract void Push(Slice slice);

    protected abstract void Drain(Link link);

    protected abstract void Restart(Slice greeting);

    protected abstract void DropConversation();

    protected abstract void DropPending();

    protected abstract void Sent(int bytes);

    /// <summary>Lets the kernel tell when it takes the rest; the lane goes on meanwhile.</summary>
    protected void Park(Link link, ReadOnlyMemory<byte> rest)
    {
        Parked = true;
        lane.Stats.Parked++;
        // Nobody waits for it: it ends with its link at the latest, and the lane hears of it.
        _ = SendRestAsync(link, rest);
    }

    private async Task SendRestAsync(Link link, ReadOnlyMemory<byte> rest)
    {
        if (!await link.SendAsync(rest)) return;
        lane.Post(() => Resume(link, rest.Length));
    }

    private void Resume(Link link, int bytes)
    {
        if (!ReferenceEquals(Link, link)) return;
        Parked = false;
        Sent(bytes);
        Flush();
    }

    private void AcceptWithFaults(Slice slice)
    {
        foreach (var message in slice.Each())
        {
            var fate = owner.Faults.Next();
            if (fate == Fate.Lose) continue;
            if (fate == Fate.Reorder && held is null)
            {
                held = message;
                continue;
            }

            Push(message);
            if (fate == Fate.Duplicate) Push(message);
            if (fate == Fate.Delay) Pause();
            if (fate == Fate.Cut) Link?.Abort();
            if (held is not { } late) continue;
            held = null;
            Push(late);
        }
    }

    private void Pause()
    {
        if (paused) return;
        paused = true;
        owner.Later(owner.Faults.Delay, () => lane.Post(() =>
        {
            paused = false;
            Flush();
        }));
    }
}
