namespace LiveView.Handler.State;

/// <summary>
/// Values that never change once they are read. Many who want one at once read it once; what was read last is kept within a bound, and
/// what was longest unused goes first.
/// </summary>
/// <remarks>
/// A read belongs to all who wait for it: one who leaves ends only its own wait. A read that fails, or finds nothing worth keeping, is told
/// to those who wait for it and is forgotten, so that the next who asks reads anew.
/// </remarks>
/// <param name="capacity">The most that is kept.</param>
/// <param name="weigh">What a value weighs; 0 of one that may still change, which is not kept.</param>
/// <param name="evicted">Told of each value that has to go.</param>
internal sealed class Remembered<TKey, TValue>(long capacity, Func<TValue, long> weigh, Action evicted)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Entry> _entries = [];
    private readonly LinkedList<Entry> _kept = new(); // the last used first
    private long _weight;

    /// <summary>What is kept, in the unit of its weight.</summary>
    public long Weight
    {
        get
        {
            lock (_gate)
                return _weight;
        }
    }

    /// <summary>The value of a key, as it is remembered or as <paramref name="read"/> finds it.</summary>
    /// <param name="key">What is wanted.</param>
    /// <param name="read">Reads it. It has its own deadline.</param>
    /// <param name="token">Ends the caller's wait, not the read.</param>
    public Task<TValue> GetAsync(TKey key, Func<Task<TValue>> read, CancellationToken token)
    {
        Entry? entry;
        bool isNew;
        lock (_gate)
        {
            isNew = !_entries.TryGetValue(key, out entry);
            if (isNew)
                _entries[key] = entry = new(key);
            else if (entry!.Place.List is not null) // TryGetValue found it
                Touch(entry);
        }

        // Outside of the lock: whoever reads may do anything before it first waits.
        if (isNew)
            entry.Crowd.Tell(() => ReadAsync(entry, read));
        return entry.Crowd.WaitAsync(token);
    }

    private async Task<TValue> ReadAsync(Entry entry, Func<Task<TValue>> read)
    {
        TValue? value = null;
        try
        {
            return value = await read();
        }
        finally
        {
            Settle(entry, value);
        }
    }

    private void Settle(Entry entry, TValue? value)
    {
        lock (_gate)
        {
            entry.Weight = value is null ? 0 : weigh(value);
            if (entry.Weight == 0)
            {
                _entries.Remove(entry.Key);
                return;
            }

            _weight += entry.Weight;
            _kept.AddFirst(entry.Place);
            while (_weight > capacity && _kept.Last is { } last)
            {
                _kept.RemoveLast();
                _entries.Remove(last.Value.Key);
                _weight -= last.Value.Weight;
                evicted();
            }
        }
    }

    private void Touch(Entry entry)
    {
        _kept.Remove(entry.Place);
        _kept.AddFirst(entry.Place);
    }

    private sealed class Entry
    {
        public Entry(TKey key) => (Key, Place) = (key, new(this));

        public TKey Key { get; }

        public LinkedListNode<Entry> Place { get; }

        public long Weight { get; set; }

        public Crowd<TValue> Crowd { get; } = new();
    }
}
