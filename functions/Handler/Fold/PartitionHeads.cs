using System.Collections.Concurrent;
using LiveView.Core.Topics;
using LiveView.Handler.State;

namespace LiveView.Handler.Fold;

/// <summary>
/// Remembers the heads of the topics of one hub partition, so that a topic is read once and not once a batch.
/// </summary>
/// <remarks>
/// A remembered head can be wrong only if somebody else committed in between. A commit on top of it then fails by its version, but
/// "unchanged" would be believed. So the memory is dropped unless a batch begins where the last one ended: then nobody else owned the
/// partition in between; and where two own it for a while, the other folds every Raw that we fold, in the same order.
/// </remarks>
internal sealed class PartitionHeads
{
    /// <summary>At most so many heads are remembered; a partition with more live topics reads the rest each time.</summary>
    private const int Capacity = 2_000;

    private readonly ConcurrentDictionary<Topic, StoredHead> _heads = new();
    private long _next = -1;

    /// <summary>Begins a batch: forgets everything unless it goes on where the last one ended.</summary>
    public void Begin(long firstSequence)
    {
        if (firstSequence != _next || _heads.Count > Capacity)
            _heads.Clear();
        _next = -1;
    }

    /// <summary>Ends a batch that was taken whole.</summary>
    public void End(long lastSequence) => _next = lastSequence + 1;

    public StoredHead? Find(Topic topic) => _heads.GetValueOrDefault(topic);

    public void Keep(StoredHead head) => _heads[head.Head.Topic] = head;

    public void Forget(Topic topic) => _heads.TryRemove(topic, out _);
}
