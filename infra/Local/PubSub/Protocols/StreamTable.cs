namespace LiveView.Local.PubSub;

/// <summary>The streams a connection is sending. Locked by who uses it: its session, and the pulse that ends idle ones.</summary>
internal sealed class StreamTable
{
    private readonly Dictionary<string, OutgoingStream> active = [];

    public int Count => active.Count;

    public IEnumerable<OutgoingStream> All => active.Values;

    public OutgoingStream? Find(string id) => active.GetValueOrDefault(id);

    public bool TryStart(OutgoingStream stream) => active.TryAdd(stream.Id, stream);

    public void End(string id) => active.Remove(id);

    public void Clear() => active.Clear();
}
