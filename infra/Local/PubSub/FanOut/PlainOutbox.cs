namespace LiveView.Local.PubSub;

/// <summary>At most once: what is pending is a list of ranges of the shared logs, sent as they lie there.</summary>
/// <param name="lane">The lane that owns it.</param>
/// <param name="owner">The connection it belongs to.</param>
/// <param name="messages">How many messages may wait.</param>
/// <param name="bytes">How many bytes may wait even when that is more than <paramref name="messages"/>.</param>
internal sealed class PlainOutbox(Lane lane, IOutboxOwner owner, int messages, int bytes) : Outbox(lane, owner)
{
    // Up to this length pieces are gathered by copying; a longer one is sent from where it lies.
    private const int WorthCopying = 16 * 1024;

    private Pending pending;
    private int onTheWay;

    public override int Waiting => pending.Messages;

    protected override bool IsOverfull => pending.Messages > messages && pending.Bytes > bytes;

    protected override void Push(Slice slice) => pending.Push(slice);

    protected override void Sent(int bytes)
    {
        onTheWay = 0;
        pending.Advance(bytes);
    }

    protected override void Drain(Link link)
    {
        while (pending.Count > 0)
        {
            if (DropExpired()) continue;
            var batch = Batch();
            var sent = link.TrySend(batch);
            Lane.Stats.Sends++;
            if (sent < 0)
            {
                pending.Clear();
                link.Abort();
                return;
            }

            var all = sent == batch.Length;
            pending.Advance(sent);
            if (all) continue;
            onTheWay = pending.First.Length;
            Park(link, pending.First.Memory);
            return;
        }
    }

    private ReadOnlySpan<byte> Batch()
    {
        var first = pending.First;
        if (pending.Count == 1 || first.Length > WorthCopying) return first.Span;
        var gather = Lane.Gather;
        gather.Clear();
        for (var i = 0; i < pending.Count && pending[i].Length <= WorthCopying && pending[i].Chunk.Expires == first.Chunk.Expires; i++)
        {
            if (!gather.TryAdd(pending[i].Span)) break;
        }

        return gather.Written;
    }

    private bool DropExpired()
    {
        var first = pending.First;
        if (first.Chunk.Expires == 0 || first.Start != 0 || Owner.Time.GetTimestamp() < first.Chunk.Expires) return false;
        pending.Pop();
        Lane.Stats.Expired++;
        return true;
    }

    protected override void Restart(Slice greeting)
    {
        var waiting = pending;
        pending = default;
        pending.Push(greeting);
        for (var i = 0; i < waiting.Count; i++) pending.Push(waiting[i]);
    }

    // Nothing recovers a plain connection.
    protected override void DropConversation() => pending.Clear();

    protected override void DropPending()
    {
        Lane.Stats.Dropped += pending.Messages;
        pending.CutAfter(onTheWay);
        Lane.Stats.Dropped -= pending.Messages;
    }
}
