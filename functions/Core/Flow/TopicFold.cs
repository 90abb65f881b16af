using System.Collections.Immutable;
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
/// every entry in order.
/// </summary>
public static class TopicFold
{
    /// <summary>
    /// The largest topic, in bytes of its documents. A message of Web PubSub holds 1 MB, a table row 1 MiB, and a transaction with
    /// the head and every document whole, as base64, 4 MiB.
    /// </summary>
    public const int MaxStateBytes = 700_000;

    /// <summary>Folds <paramref name="deliveries"/>, in the hub's order, into <paramref name="head"/>.</summary>
    public static TopicFolded Fold(IFeed feed, Topic topic, Head? head, IReadOnlyList<Delivery> deliveries, CommitStamp stamp)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(deliveries);
        var state = head?.State;
        var fence = head?.Fence;
        List<LogEntry> entries = [];
        List<DeadLetter> dead = [];
        var turns = head?.Turns ?? ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);
        Raw? last = null;
        int folded = 0, unchanged = 0, repeated = 0, overtaken = 0;
        foreach (var delivery in deliveries)
        {
            if (fence is { } folding && folding.Covers(delivery.Place))
            {
                repeated++;
                continue;
            }

            fence = delivery.Place;
            if (IsOvertaken(delivery.Raw, turns))
            {
                overtaken++;
                continue;
            }

            switch (Try(feed, state, delivery.Raw))
            {
                case FoldResult.Folded result:
                    (state, last, turns) = (result.State, delivery.Raw, Heard(delivery.Raw, turns));
                    entries.AddRange(result.Entries);
                    folded++;
                    break;
                case FoldResult.Unchanged:
                    // That nothing changed is news too: it silences what an earlier poll has yet to say.
                    (last, turns) = (last ?? delivery.Raw, Heard(delivery.Raw, turns));
                    unchanged++;
                    break;
                case FoldResult.Rejected refused:
                    dead.Add(new(delivery, refused.Reason, refused.Detail));
                    break;
            }
        }

        var commit = last is null || state is null || fence is not { } reached
            ? null
            : TierUpdates.Commit(feed, topic, head, state, turns, entries, new(last.Source, last.Received, stamp.At), reached, stamp);
        return new(commit, folded, unchanged, repeated, overtaken, dead);
    }

    private static string Target(Raw raw) => $"{raw.Provider}|{raw.Target}";

    private static bool IsOvertaken(Raw raw, ImmutableSortedDictionary<string, long> turns) =>
        raw.Turn is { } turn && turns.TryGetValue(Target(raw), out var heard) && turn < heard;

    private static ImmutableSortedDictionary<string, long> Heard(Raw raw, ImmutableSortedDictionary<string, long> turns) =>
        raw.Turn is { } turn ? turns.SetItem(Target(raw), turn) : turns;

    // One Raw that breaks a reader must not stop its neighbours, and its bytes must not be lost: it becomes a dead letter.
#pragma warning disable CA1031 // the exception is reported as the rejection Fault, with its type
    private static FoldResult Try(IFeed feed, TopicState? state, Raw raw)
    {
        try
        {
            var result = feed.Fold(state, raw);
            return result is FoldResult.Folded { State: var next } && Size(next) is var bytes and > MaxStateBytes
                ? new FoldResult.Rejected(Rejection.TooLarge, $"The topic would grow to {bytes} bytes; at most {MaxStateBytes} are kept.")
                : result;
        }
        catch (Exception defect)
        {
            return new FoldResult.Rejected(Rejection.Fault, $"The feed's reader failed: {defect.GetType().Name}.");
        }
    }
#pragma warning restore CA1031

    private static int Size(TopicState state) => state.Memory.Length + state.Documents.Values.Sum(static document => document.Length);
}
