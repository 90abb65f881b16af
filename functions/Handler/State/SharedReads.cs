using System.Collections.Concurrent;
using LiveView.Core.Topics;

namespace LiveView.Handler.State;

/// <summary>
/// Reads the store for viewers, who come in crowds and want the same: decision 0008. Heads are looked at together
/// (<see cref="SharedHead"/>); updates never change, so they are read in pages of 100, each once while it is remembered.
/// </summary>
internal sealed class SharedReads
{
    private const int PageSize = 100;

    /// <summary>Pages that are read at once for one viewer.</summary>
    private const int Lanes = 8;

    /// <summary>What is remembered of updates, and of answers that are laborious to make, in bytes.</summary>
    private const long Capacity = 32L << 20;

    /// <summary>Topics whose demand is remembered; those that nobody asks for go first.</summary>
    private const int MaxTopics = 4_096;

    private readonly TopicStore _store;
    private readonly ReadMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<Topic, SharedHead> _heads = new();
    private readonly Remembered<PageKey, Page> _pages;
    private readonly Remembered<object, byte[]> _answers;

    public SharedReads(TopicStore store, ReadMetrics metrics, TimeProvider time)
    {
        (_store, _metrics, _time) = (store, metrics, time);
        _pages = new(Capacity, Weight, metrics.Evicted);
        _answers = new(Capacity, static answer => answer.Length, metrics.Evicted);
    }

    /// <summary>The head of a topic, read after the caller asked; null when the topic has none yet.</summary>
    public Task<StoredHead?> HeadAsync(Topic topic, CancellationToken token)
    {
        if (_heads.Count > MaxTopics)
            Forget();
        return _heads.GetOrAdd(topic, static (name, reads) => new(() => reads.LookAsync(name), reads._time), this).AskAsync(token);
    }

    /// <summary>The readable updates of a history from one offset to another, both included, in order.</summary>
    public async Task<IReadOnlyList<StoredUpdate>> UpdatesAsync(Tier tier, string epoch, long from, long to, CancellationToken token)
    {
        List<StoredUpdate> updates = [];
        foreach (var pages in Pages(tier, epoch, from, to).Chunk(Lanes))
        {
            foreach (var page in await Task.WhenAll(pages.Select(key => _pages.GetAsync(key, () => ReadAsync(key), token))))
                updates.AddRange(page.Updates.Where(update => update.Position.Offset >= from && update.Position.Offset <= to));
        }

        return updates;
    }

    /// <summary>An answer that never changes, made once for all who want it.</summary>
    /// <param name="key">What it depends on, all of it.</param>
    /// <param name="make">Makes it; an empty one is not remembered.</param>
    /// <param name="token">Ends the caller's wait.</param>
    public Task<byte[]> AnswerAsync(object key, Func<Task<byte[]>> make, CancellationToken token) => _answers.GetAsync(key, make, token);

    private static IEnumerable<PageKey> Pages(Tier tier, string epoch, long from, long to)
    {
        for (var first = from - ((from - 1) % PageSize); first <= to; first += PageSize)
            yield return new(tier, epoch, first, Math.Min(first + PageSize - 1, to));
    }

    private async Task<Page> ReadAsync(PageKey key)
    {
        _metrics.Read("updates");
        var updates = await _store.ReadAsync(key.Tier, key.First, key.Last, CancellationToken.None);
        return new(key, [.. updates.Where(update => update.Position.Epoch == key.Epoch)]);
    }

    // The beginning of a page may have left the window. Without its end it is not kept: what is there may not be all yet.
    private static long Weight(Page page) =>
        page.Updates is [.., var last] && last.Position.Offset == page.Key.Last ? page.Updates.Sum(static update => 96L + update.Bytes.Length) : 0;

    private Task<StoredHead?> LookAsync(Topic topic)
    {
        _metrics.Read("head");
        return _store.LoadAsync(topic, CancellationToken.None);
    }

    // One who is asking right now may be forgotten too: then the store is read once more than needed.
    private void Forget()
    {
        foreach (var (topic, head) in _heads)
        {
            if (head.IsIdle)
                _heads.TryRemove(topic, out _);
        }
    }

    private sealed record PageKey(Tier Tier, string Epoch, long First, long Last);

    private sealed record Page(PageKey Key, IReadOnlyList<StoredUpdate> Updates);
}
