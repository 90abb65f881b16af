namespace LiveView.Local.PubSub;

/// <summary>
/// At least once: every message gets the connection's next sequence id and is kept until the client has acknowledged it, so that a new
/// link can be given all that is missing. Only the small tail with the id is the connection's own; the message lies in the shared log.
/// </summary>
/// <param name="lane">The lane that owns it.</param>
/// <param name="owner">The connection it belongs to.</param>
/// <param name="sequencer">Writes a message with its sequence id.</param>
/// <param name="messages">How many messages may be unacknowledged (the service: 1,000).</param>
/// <param name="bytes">How many bytes may be unacknowledged (the service: 16 MB).</param>
internal sealed class ReliableOutbox(Lane lane, IOutboxOwner owner, ISequencer sequencer, int messages, long bytes) : Outbox(lane, owner)
{
    private readonly Queue<(Slice Slice, ulong Sequence)> pending = [];
    private readonly Queue<(Slice Slice, ulong Sequence)> unacknowledged = [];
    private ulong lastSequence;
    private long keptBytes;
    private int waiting;

    public override int Waiting => unacknowledged.Count + waiting;

    protected override bool IsOverfull => Waiting > messages || keptBytes > bytes;

    /// <summary>The client has everything up to and including <paramref name="sequence"/>.</summary>
    public void Acknowledge(ulong sequence)
    {
        while (unacknowledged.TryPeek(out var oldest) && oldest.Sequence <= sequence)
        {
            keptBytes -= oldest.Slice.Length;
            unacknowledged.Dequeue();
        }
    }

    protected override void Push(Slice slice)
    {
        if (slice.Chunk.Kind != ChunkKind.Sequenced)
        {
            pending.Enqueue((slice, 0));
            return;
        }

        foreach (var message in slice.Count == 1 ? [slice] : slice.Each())
        {
            pending.Enqueue((message, ++lastSequence));
            keptBytes += message.Length;
            waiting++;
        }
    }

    protected override void Drain(Link link)
    {
        while (pending.Count > 0)
        {
            var batch = Compose(out var alone);
            if (batch.IsEmpty && alone is null) continue;
            var sent = link.TrySend(alone ?? batch);
            Lane.Stats.Sends++;
            if (sent < 0)
            {
                link.Abort();
                return;
            }

            var rest = alone is null ? batch[sent..] : alone.AsSpan(sent);
            if (rest.IsEmpty) continue;
            // The lane's scratch is needed by the next connection: what the kernel did not take is copied out of it.
            Park(link, rest.ToArray());
            return;
        }
    }

    /// <summary>Fills the lane's scratch with as many pending messages as fit; one that never fits comes back alone.</summary>
    private ReadOnlySpan<byte> Compose(out byte[]? alone)
    {
        alone = null;
        var gather = Lane.Gather;
        gather.Clear();
        while (pending.TryPeek(out var next))
        {
            var room = next.Slice.Length + ISequencer.MaxOverhead;
            if (room > gather.Free.Length)
            {
                if (gather.Length > 0) break;
                alone = new byte[room];
                Array.Resize(ref alone, Write(next, alone));
            }
            else if (!IsExpired(next.Slice))
            {
                gather.Advance(Write(next, gather.Free));
            }

            pending.Dequeue();
            if (next.Sequence != 0)
            {
                waiting--;
                unacknowledged.Enqueue(next);
            }

            if (alone is not null) break;
        }

        return gather.Written;
    }

    private int Write((Slice Slice, ulong Sequence) message, Span<byte> to)
    {
        if (message.Sequence != 0) return sequencer.Write(message.Slice.Span, message.Sequence, to);
        message.Slice.Span.CopyTo(to);
        return message.Slice.Length;
    }

    private bool IsExpired(Slice slice)
    {
        if (slice.Chunk.Expires == 0 || Owner.Time.GetTimestamp() < slice.Chunk.Expires) return false;
        Lane.Stats.Expired++;
        return true;
    }

    protected override void Sent(int bytes)
    {
        // What was parked had left the queue already.
    }

    protected override void Restart(Slice greeting)
    {
        var later = pending.ToArray();
        pending.Clear();
        pending.Enqueue((greeting, 0));
        foreach (var message in unacknowledged) pending.Enqueue(message);
        waiting += unacknowledged.Count;
        unacknowledged.Clear();
        foreach (var message in later) pending.Enqueue(message);
    }

    protected override void DropConversation()
    {
        var kept = pending.Where(message => message.Sequence != 0).ToArray();
        pending.Clear();
        foreach (var message in kept) pending.Enqueue(message);
    }

    protected override void DropPending()
    {
        Lane.Stats.Dropped += waiting;
        pending.Clear();
        unacknowledged.Clear();
        keptBytes = 0;
        waiting = 0;
    }
}
