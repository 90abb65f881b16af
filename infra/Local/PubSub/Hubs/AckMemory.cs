namespace LiveView.Local.PubSub;

/// <summary>The ack ids a connection has carried out: the last 1,000, as the service remembers. One that failed may be tried again.</summary>
internal sealed class AckMemory
{
    private const int Remembered = 1000;

    private readonly HashSet<ulong> known = [];
    private readonly Queue<ulong> order = [];

    public bool Knows(ulong ackId) => known.Contains(ackId);

    public void Remember(ulong ackId)
    {
        if (!known.Add(ackId)) return;
        order.Enqueue(ackId);
        if (order.Count > Remembered) known.Remove(order.Dequeue());
    }
}
