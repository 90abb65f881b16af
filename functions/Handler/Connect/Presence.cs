using System.Collections.Concurrent;
using System.Collections.Frozen;
using Azure;
using LiveView.Cloud.PubSub;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Handler.State;

namespace LiveView.Handler.Connect;

/// <summary>
/// Who is really there: asks Web PubSub for the connections of every topic in which there is interest, writes their number down, and takes
/// away the interest of those who have gone. So the number cannot drift from the truth for longer than one sweep, whoever died meanwhile, and
/// interest cannot outlive the last viewer for longer than a lease.
/// </summary>
internal sealed partial class Presence(
    InterestStore interests, FrozenDictionary<string, IFeed> feeds, WebPubSubServiceClient pubsub, PresenceMetrics metrics, TimeProvider time, ILogger<Presence> log)
{
    /// <summary>More are not counted: an interval hardly depends on them, it falls with their logarithm and has a floor.</summary>
    public const int MostCounted = 1_000;

    /// <summary>Topics that are looked at side by side.</summary>
    private const int Lanes = 8;

    /// <summary>Looks at every row of interest once.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        var rows = await interests.ReadAsync(token);
        ConcurrentQueue<Interest> waiting = new(rows); // bounded by the rows
        ConcurrentBag<(Topic Topic, HashSet<string> Connections)> seen = []; // bounded by the rows too
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => LookAsync(waiting, seen, token)));
            metrics.Seen(seen.Select(static topic => (topic.Topic, topic.Connections.Count)), seen.SelectMany(static topic => topic.Connections).Distinct(StringComparer.Ordinal).Count());
        }
        catch (RequestFailedException failure)
        {
            waiting.Clear(); // who is there cannot be known now: everybody counts as there
            Log.Unknown(log, failure);
        }
    }

    private async Task LookAsync(ConcurrentQueue<Interest> waiting, ConcurrentBag<(Topic, HashSet<string>)> seen, CancellationToken token)
    {
        while (waiting.TryDequeue(out var interest))
        {
            var connections = interest.Topic is { } topic ? await ConnectionsAsync(topic, token) : [];
            if (interest.Topic is { } looked)
                seen.Add((looked, connections));
            await TakeAsync(interest, connections.Count, token);
        }
    }

    private async Task TakeAsync(Interest interest, int viewers, CancellationToken token)
    {
        var now = time.GetUtcNow();
        if (viewers > 0 && interest.Topic is { } watched)
        {
            var about = await interests.AboutAsync(watched, now, token);
            await interests.ReplaceAsync(interest with { Viewers = viewers, Seen = now, Targets = about.Targets, IsOver = about.IsOver }, token);
        }
        else if (now - interest.Seen > Interest.Lease)
            await interests.RemoveAsync(interest, token);
        else if (interest is { Topic: not null, Viewers: > 0 })
            await interests.ReplaceAsync(interest with { Viewers = 0 }, token); // not a sign of interest: the lease runs on
    }

    // A connection in several tiers of the topic is one viewer.
    private async Task<HashSet<string>> ConnectionsAsync(Topic topic, CancellationToken token)
    {
        HashSet<string> connections = new(StringComparer.Ordinal);
        foreach (var tier in feeds.GetValueOrDefault(topic.Feed)?.Tiers ?? [])
        {
            await foreach (var member in pubsub.ListConnectionsInGroupAsync(topic.Tier(tier.Name).ToString(), top: MostCounted, cancellationToken: token))
                connections.Add(member.ConnectionId);
        }

        return connections;
    }

    private static partial class Log
    {
        [LoggerMessage(5502, LogLevel.Warning, "Web PubSub does not say who is there; everybody counts as there.")]
        public static partial void Unknown(ILogger logger, Exception failure);
    }
}
