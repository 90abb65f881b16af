using LiveView.Core.Topics;
using LiveView.Handler.Connect;
using LiveView.Handler.Invocation;
using LiveView.Handler.State;

namespace LiveView.Handler.Deliver;

/// <summary>Publishes what is owed and was not published on the way, and looks who is still there.</summary>
internal sealed partial class Sweep(OwedTopics owed, TopicStore store, Publisher publisher, Presence presence, ILogger<Sweep> log)
{
    public async Task RunAsync(TimerTick tick, CancellationToken token)
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

        await presence.RunAsync(token);
    }

    private static partial class Log
    {
        [LoggerMessage(4002, LogLevel.Information, "The viewers of {Topic} are owed nothing any more.")]
        public static partial void Paid(ILogger logger, Topic topic);
    }
}
