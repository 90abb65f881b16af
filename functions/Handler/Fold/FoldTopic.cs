using System.Collections.Frozen;
using LiveView.Core.Feeds;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Handler.Deliver;
using LiveView.Handler.Patients.Calls;
using LiveView.Handler.Patients.Discretion;
using LiveView.Handler.State;
using LiveView.Handler.Telemetry;

namespace LiveView.Handler.Fold;

/// <summary>
/// Folds the deliveries of one topic, commits, and publishes what was committed:
/// <code>
///   head ─▶ fold (pure) ─▶ keep dead letters ─▶ commit ─┬─ somebody was faster: read the head and fold again
///                                                       └─▶ list ─▶ publish what is owed, in order
/// </code>
/// </summary>
internal sealed class FoldTopic(
    FrozenDictionary<string, IFeed> feeds,
    TopicStore store,
    RecentTopics recent,
    Publisher publisher,
    Refusals refusals,
    FoldMetrics metrics,
    TimeProvider time,
    Chance chance,
    CallBell? bell = null)
{
    /// <summary>Rivals for one topic are rare and short: a partition has one owner, or two for a moment.</summary>
    private const int Attempts = 8;

    /// <summary>Folds; when it returns, every delivery is folded, unchanged, repeated or kept as a dead letter.</summary>
    /// <exception cref="TimeoutException">Somebody else was faster every time; the batch must come again.</exception>
    public async Task RunAsync(
        Topic topic, IReadOnlyList<Delivery> deliveries, PartitionHeads heads, CancellationToken token)
    {
        if (feeds.GetValueOrDefault(topic.Feed) is not { } feed)
        {
            await KeepAsync(topic, deliveries.Select(delivery => new DeadLetter(delivery, Rejection.UnknownFeed, $"No feed is named '{topic.Feed}'.")), [], token);
            return;
        }

        using var span = Traces.Continue("fold", deliveries);
        span?.SetTag("topic", Discreet.Text(topic.ToString())); // a trace names no patient
        var started = time.GetTimestamp();
        HashSet<Fence> kept = [];
        for (var rest = deliveries; rest.Count > 0;)
            rest = await FoldAsync(feed, topic, rest, heads, kept, token);
        metrics.Took(time.GetElapsedTime(started));
    }

    /// <summary>Makes one commit at most.</summary>
    /// <returns>The deliveries that it has no room for.</returns>
    private async Task<IReadOnlyList<Delivery>> FoldAsync(
        IFeed feed, Topic topic, IReadOnlyList<Delivery> deliveries, PartitionHeads heads, HashSet<Fence> kept, CancellationToken token)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var known = heads.Find(topic);
            var head = known ?? await store.LoadAsync(topic, token);
            var result = TopicFold.Fold(feed, topic, head?.Head, deliveries, new(chance.NewId(), time.GetUtcNow()));
            // Before the commit: once the fence has passed them, nobody would look at them again.
            await KeepAsync(topic, result.DeadLetters, kept, token);
            if (result.Commit is { } commit)
            {
                var listed = RecentTopics.KeyFor(head, commit.Head);
                var now = await CommitAsync(head, commit, listed, token);
                if (now is null)
                {
                    heads.Forget(topic);
                    metrics.Conflict();
                    continue;
                }

                // A head that is read anew may be of somebody who died before he listed it.
                if (listed != head?.ListedAs || known is null)
                    await recent.ShowAsync(head?.ListedAs, now, token);
                bell?.Ring(commit);
                heads.Keep(await publisher.PublishAsync(now, commit.Updates, token));
            }
            else if (known is null && head is not null)
            {
                // Read anew, so perhaps after a crash: finish what the last owner may have left undone.
                await recent.ShowAsync(null, head, token);
                heads.Keep(await publisher.PublishAsync(head, [], token));
            }

            metrics.Folded(result);
            return result.Rest;
        }

        throw new TimeoutException($"{topic} was committed by somebody else {Attempts} times in a row.");
    }

    private async Task<StoredHead?> CommitAsync(StoredHead? head, Commit commit, string? listed, CancellationToken token)
    {
        using var span = Traces.Source.StartActivity("commit");
        return await store.CommitAsync(head, commit, listed, token);
    }

    private async Task KeepAsync(Topic topic, IEnumerable<DeadLetter> dead, HashSet<Fence> kept, CancellationToken token)
    {
        foreach (var letter in dead)
        {
            if (kept.Add(letter.Delivery.Place))
                await refusals.KeepAsync(topic.ToString(), new(letter.Reason, letter.Detail, letter.Delivery.Raw.Body), token);
        }
    }
}
