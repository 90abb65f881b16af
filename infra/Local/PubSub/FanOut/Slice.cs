namespace LiveView.Local.PubSub;

/// <summary>Consecutive messages of a chunk: what a connection still has to send. It is a cursor, not a copy.</summary>
internal readonly record struct Slice(Chunk Chunk, int Start, int Length, int First, int Count)
{
    public ReadOnlySpan<byte> Span => Chunk.Bytes.AsSpan(Start, Length);

    public ReadOnlyMemory<byte> Memory => Chunk.Bytes.AsMemory(Start, Length);

    /// <summary>One slice for both when <paramref name="next"/> begins where this one ends.</summary>
    public bool TryExtend(Slice next, out Slice both)
    {
        both = this with { Length = Length + next.Length, Count = Count + next.Count };
        return ReferenceEquals(Chunk, next.Chunk) && Start + Length == next.Start;
    }

    /// <summary>What is left after <paramref name="bytes"/> were sent; a message that was sent in part still counts.</summary>
    public Slice Skip(int bytes)
    {
        var start = Start + bytes;
        var first = First;
        while (first < First + Count && Chunk.EndOf(first) <= start) first++;
        return new Slice(Chunk, start, Length - bytes, first, First + Count - first);
    }

    /// <summary>The slice's messages one by one.</summary>
    public IEnumerable<Slice> Each()
    {
        var start = Start;
        for (var message = First; message < First + Count; message++)
        {
            var end = Chunk.EndOf(message);
            yield return new Slice(Chunk, start, end - start, message, 1);
            start = end;
        }
    }
}
