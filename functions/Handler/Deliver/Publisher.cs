using System.Collections.Immutable;
using Azure;
using Azure.Core;
using LiveView.Cloud.PubSub;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Handler.State;
using LiveView.Handler.Telemetry;

namespace LiveView.Handler.Deliver;

/// <summary>
/// Publishes what is committed and not known to be published, in order, tier by tier, if anybody is there. What fails is owed: it is noted before the
/// caller goes on, and Sweep or the topic's next commit publishes it.
/// </summary>
internal sealed partial class Publisher(
    WebPubSubServiceClient pubsub, TopicStore store, OwedTopics owed, Audience audience, DeliverMetrics metrics, TimeProvider time, ILogger<Publisher> log)
{
    /// <summary>A broadcast that takes longer is told of.</summary>
    private static readonly TimeSpan SlowAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>Publishes up to the head.</summary>
    /// <param name="head">The committed head.</param>
    /// <param name="fresh">Updates that the caller has at hand; the others are read from the store.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The head with what is published now. It is written with the topic's next commit, not by itself: see <see cref="TierHead.Published"/>.</returns>
    public async Task<StoredHead> PublishAsync(StoredHead head, IReadOnlyList<Update> fresh, CancellationToken token)
    {
        var tiers = head.Head.Tiers;
        var owing = tiers.Values.Count(static tier => tier.Owed > 0);
        if (owing > 0 && !await audience.IsThereAsync(head.Head.Topic, token))
        {
            metrics.Unwatched(head.Head.Topic.Feed, owing);
            return head with { Head = head.Head with { Tiers = ToldNobody(tiers) } };
        }

        using var span = owing > 0 ? Traces.Source.StartActivity("publish") : null;
        var left = 0L;
        foreach (var (name, tier) in head.Head.Tiers)
        {
            if (tier.Owed <= 0)
                continue;
            try
            {
                await PublishAsync(head.Head.Topic.Tier(name), tier, fresh, token);
                tiers = tiers.SetItem(name, tier with { Published = tier.Position.Offset });
            }
            catch (Exception failure) when (failure is RequestFailedException or TaskCanceledException && !token.IsCancellationRequested)
            {
                Log.Owed(log, failure, head.Head.Topic.Tier(name), tier.Owed);
                metrics.Failed(head.Head.Topic.Feed);
                left += tier.Owed;
                metrics.Owed.Take(head.Head.Topic.ToString(), head.Head.Updated, time.GetUtcNow(), left);
                await owed.NoteAsync(head.Head.Topic, token);
            }
        }

        if (left == 0)
            metrics.Owed.Done(head.Head.Topic.ToString());

        return head with { Head = head.Head with { Tiers = tiers } };
    }

    // Who comes later catches up from the head: nobody is owed what was committed before he came.
    private static ImmutableSortedDictionary<string, TierHead> ToldNobody(ImmutableSortedDictionary<string, TierHead> tiers) =>
        tiers.ToImmutableSortedDictionary(static tier => tier.Key, static tier => tier.Value with { Published = tier.Value.Position.Offset }, StringComparer.Ordinal);

    private async Task PublishAsync(Tier tier, TierHead head, IReadOnlyList<Update> fresh, CancellationToken token)
    {
        var update = fresh.FirstOrDefault(update => update.Tier == tier);
        var behind = update is null ? head.Position.Offset : update.Position.Offset - 1;
        if (head.Published < behind)
        {
            foreach (var stored in await store.ReadAsync(tier, Math.Max(head.Published + 1, head.First), behind, token))
                await SendAsync(tier, stored.Bytes, token);
        }

        if (update is null)
            return;
        var started = time.GetTimestamp();
        await SendAsync(tier, UpdateJson.Write(update), token);
        if (time.GetElapsedTime(started) is var took && took > SlowAfter)
        {
            Log.Slow(log, tier, took.TotalMilliseconds);
            metrics.Slow(tier.Topic.Feed);
        }

        metrics.Published(tier.Topic.Feed, update.At, time.GetUtcNow());
    }

    private async Task SendAsync(Tier tier, ReadOnlyMemory<byte> bytes, CancellationToken token)
    {
        var started = time.GetTimestamp();
        await pubsub.SendToGroupAsync(tier.ToString(), RequestContent.Create(bytes), ContentType.ApplicationJson, cancellationToken: token);
        metrics.Sent(tier.Topic.Feed, time.GetElapsedTime(started));
    }

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Warning, "{Tier} owes its viewers {Count} updates; they are published later.")]
        public static partial void Owed(ILogger logger, Exception failure, Tier tier, long count);

        [LoggerMessage(4009, LogLevel.Warning, "{Tier} took {Elapsed} ms to be published.")]
        public static partial void Slow(ILogger logger, Tier tier, double elapsed);
    }
}
