namespace LiveView.Local.PubSub;

/// <summary>
/// What a connection still has to be sent, as slices of shared logs in order. Slices that touch become one, so a connection that lags
/// behind one busy group holds a single range: a cursor. Nothing is allocated until a connection lags behind two.
/// </summary>
internal struct Pending
{
    private Slice[]? slots;
    private Slice single;
    private int head;

    public int Count { get; private set; }

    public int Messages { get; private set; }

    public long Bytes { get; private set; }

    public readonly Slice First => slots is null ? single : slots[head];

    public readonly Slice this[int index] => slots is null ? single : slots[(head + index) % slots.Length];

    public void Push(Slice slice)
    {
        Messages += slice.Count;
        Bytes += slice.Length;
        if (Count > 0 && this[Count - 1].TryExtend(slice, out var both)) Set(Count - 1, both);
        else
        {
            if (slots is null && Count == 1) slots = [single, default, default, default];
            else if (slots is not null && Count == slots.Length) Grow();
            Set(Count++, slice);
        }
    }

    /// <summary>Takes <paramref name="bytes"/> off the front.</summary>
    public void Advance(int bytes)
    {
        while (bytes > 0)
        {
            var first = First;
            if (bytes < first.Length)
            {
                var rest = first.Skip(bytes);
                Bytes -= bytes;
                Messages -= first.Count - rest.Count;
                Set(0, rest);
                return;
            }

            bytes -= first.Length;
            Pop();
        }
    }

    public void Pop()
    {
        var first = First;
        Bytes -= first.Length;
        Messages -= first.Count;
        Set(0, default);
        Count--;
        if (Count == 0) Clear();
        else if (slots is not null) head = (head + 1) % slots.Length;
    }

    public void Clear()
    {
        slots = null;
        single = default;
        (head, Count, Messages, Bytes) = (0, 0, 0, 0);
    }

    /// <summary>Drops all but the first <paramref name="bytes"/>, which are already on their way.</summary>
    public void CutAfter(int bytes)
    {
        var first = First;
        Clear();
        if (bytes == 0) return;
        var count = 0;
        while (count < first.Count && first.Chunk.EndOf(first.First + count) < first.Start + bytes) count++;
        Push(first with { Length = bytes, Count = Math.Min(count + 1, first.Count) });
    }

    private void Set(int index, Slice slice)
    {
        if (slots is null) single = slice;
        else slots[(head + index) % slots.Length] = slice;
    }

    private void Grow()
    {
        var old = slots ?? [];
        var grown = new Slice[old.Length * 2];
        for (var i = 0; i < Count; i++) grown[i] = this[i];
        slots = grown;
        head = 0;
    }
}
