using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Core.Flow;

/// <summary>
/// Folds the deliveries of one topic into one commit: the pure heart of the journey.
/// <code>
///   deliveries ──fence──▶ feed.Fold ──▶ state', entries ──▶ at most one update a tier ──▶ head'
///                  │            └─▶ dead letters
///                  ├─▶ repeated: folded before
///                  └─▶ overtaken: a later poll has spoken
/// </code>
/// A batch conflates: a document tier moves once, from the state before the batch to the state after it, while a log tier gets
/// every entry in order. What a commit has no room for is left for the next one.
/// </summary>
public static class TopicFold
{
    /// <summary>
    /// The largest topic, in bytes of its documents. A message of Web PubSub holds 1 MB; a table row 1 MiB, with an update, its way back and
    /// its sources; and a transaction with the head and every document, as base64, 4 MiB.
    /// </summary>
    public const int MaxStateBytes = 450_000;

    /// <summary>The most log entries that one commit appends, in bytes: they too are one message and one row.</summary>
    public const int MaxEntryBytes = 512 * 1_024;

    /// <summary>The most deliveries that one commit folds: each may be a source that is named beside the update.</summary>
    public const int MaxDeliveries = 100;

    /// <summary>Folds <paramref name="deliveries"/>, in the hub's order, into <paramref name="head"/>.</summary>
    public static TopicFolded Fold(IFeed feed, Topic topic, Head? head, IReadOnlyList<Delivery> deliveries, CommitStamp stamp)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(deliveries);
        var folding = new Folding(feed, head);
        var taken = 0;
        while (taken < deliveries.Count && folding.Take(deliveries[taken]))
            taken++;
        var commit = folding is { Last: not null, State: not null, Fence: not null } ? TierUpdates.Commit(feed, topic, folding, stamp) : null;
        return new(commit, folding.Folded, folding.Unchanged, folding.Repeated, folding.Overtaken, folding.Dead)
        {
            Rest = taken == deliveries.Count ? [] : [.. deliveries.Skip(taken)],
        };
    }
}
