namespace LiveView.Local.PubSub;

/// <summary>
/// A piece of an append-only log of encoded messages. Written by one publisher at a time, read by any lane at the same time: a reader only
/// sees ranges that were handed to it after they were written.
/// </summary>
internal sealed class Chunk(int capacity, ChunkKind kind, long expires = 0)
{
    // Where each message ends. Grown by copying: a reader with the old array finds all that its slice speaks of.
    private int[] ends = new int[4];

    public ChunkKind Kind => kind;

    /// <summary>When the messages are no longer worth sending, in <see cref="TimeProvider.GetTimestamp"/> ticks; 0 is never.</summary>
    public long Expires => expires;

    public byte[] Bytes { get; } = new byte[capacity];

    public int Written { get; private set; }

    public int Messages { get; private set; }

    public bool Fits(int length) => Bytes.Length - Written >= length;

    public Slice Append(ReadOnlySpan<byte> header, ReadOnlySpan<byte> body)
    {
        var start = Written;
        header.CopyTo(Bytes.AsSpan(start));
        body.CopyTo(Bytes.AsSpan(start + header.Length));
        Written = start + header.Length + body.Length;
        if (Messages == ends.Length) Array.Resize(ref ends, ends.Length * 2);
        ends[Messages++] = Written;
        return new Slice(this, start, Written - start, Messages - 1, 1);
    }

    public int EndOf(int message) => ends[message];

    /// <summary>A chunk of exactly one frame.</summary>
    public static Slice Of(byte[] frame, ChunkKind kind = ChunkKind.Control) => new Chunk(frame.Length, kind).Append(frame, []);
}
