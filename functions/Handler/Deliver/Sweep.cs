using System.Collections.Frozen;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Handler.Connect;
using LiveView.Handler.Invocation;
using LiveView.Handler.State;

namespace LiveView.Handler.Deliver;

/// <summary>Does what was left undone on the way: publishes what is owed, takes out what a process that was killed left in the lists, and looks who is still there.</summary>
internal sealed partial class Sweep(
    OwedTopics owed, TopicStore store, Publisher publisher, RecentTopics recent, Presence presence, FrozenDictionary<string, IFeed> feeds, ILogger<Sweep> log)
{
    public async Task RunAsync(TimerTick tick, CancellationToken token)
    {
        await PayAsync(token);
        foreach (var feed in feeds.Keys)
        {
            if (await recent.TidyAsync(feed, token) is > 0 and var left)
                Log.Tidied(log, feed, left);
        }

        await presence.RunAsync(token);
    }

    private async Task PayAsync(CancellationToken token)
    {
        await foreach (var (topic, version) in owed.ReadAsync(token))
        {
            if (await store.LoadAsync(topic, token) is { } head)
            {
                var now = await publisher.PublishAsync(head, [], token);
                if (now.Head.Tiers.Values.Any(static tier => tier.Owed > 0))
                    continue; // noted again by the publisher
            }

            await owed.PaidAsync(topic, version, token);
            Log.Paid(log, topic);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4002, LogLevel.Information, "The viewers of {Topic} are owed nothing any more.")]
        public static partial void Paid(ILogger logger, Topic topic);

        [LoggerMessage(4003, LogLevel.Information, "{Count} rows of the list of {Feed} had been left behind and are gone.")]
        public static partial void Tidied(ILogger logger, string feed, int count);
    }
}
