using System.Text;

namespace LiveView.Local.PubSub;

/// <summary>The last messages, for the page. They are kept only while somebody watches: each is a copy.</summary>
internal sealed class Recent
{
    private const int Kept = 50;
    private const int Shown = 200;

    private readonly Lock gate = new();
    private readonly Queue<RecentMessage> messages = [];
    private long published;
    private long watchedUntil;

    public long Published => Volatile.Read(ref published);

    public void Note(string hub, Message message, int receivers, TimeProvider time)
    {
        Interlocked.Increment(ref published);
        if (time.GetTimestamp() > Volatile.Read(ref watchedUntil)) return;
        var bytes = message.Payload.Bytes.Span;
        var text = message.Payload.Type is DataType.Json or DataType.Text
            ? Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, Shown)])
            : $"({bytes.Length} bytes)";
        lock (gate)
        {
            messages.Enqueue(new RecentMessage(time.GetUtcNow(), hub, message.Group, text, receivers));
            if (messages.Count > Kept) messages.Dequeue();
        }
    }

    /// <summary>The last messages, the latest first; looking keeps them coming for a few seconds.</summary>
    public RecentMessage[] Look(TimeProvider time)
    {
        Volatile.Write(ref watchedUntil, time.GetTimestamp() + (5 * time.TimestampFrequency));
        lock (gate) return [.. messages.Reverse()];
    }
}
