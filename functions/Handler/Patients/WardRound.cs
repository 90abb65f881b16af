using System.Collections.Frozen;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Feeds.Patients;
using LiveView.Handler.Ingest;
using LiveView.Handler.Invocation;
using LiveView.Handler.Patients.Calls;
using LiveView.Handler.Patients.Care;
using LiveView.Handler.State;

namespace LiveView.Handler.Patients;

/// <summary>
/// Every few seconds somebody goes through the ward: who is silent, whose alert has waited too long, which call was not made, whose hour behind
/// the glass is over. It finds all that a process left undone that was killed.
/// </summary>
internal sealed partial class WardRound(
    FrozenDictionary<string, IFeed> feeds,
    RecentTopics recent,
    TopicStore store,
    [FromKeyedServices(Hubs.Raw)] HubSender raws,
    CallRoom calls,
    CareEndpoints care,
    TimeProvider time,
    ILogger<WardRound> log)
{
    /// <summary>A patient who was discharged may have a call left.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);

    /// <summary>Beds that are looked at side by side.</summary>
    private const int Beds = 8;

    public async Task RunAsync(TimerTick tick, CancellationToken token)
    {
        // Who is to be called, or shown out, does not wait for a large ward; and whatever becomes of one, the others are done.
        try
        {
            await calls.RunAsync(token);
        }
        finally
        {
            try
            {
                await care.EndAsync(token);
            }
            finally
            {
                await VisitAsync(token);
            }
        }
    }

    private async Task VisitAsync(CancellationToken token)
    {
        List<Topic> beds = [];
        // All of them: who has been silent longest stands at the end of the list.
        await foreach (var listed in recent.ReadAsync(PatientsFeed.FeedName, int.MaxValue, token))
        {
            if (listed.Phase != nameof(Phase.Finished) || time.GetUtcNow() - listed.Updated <= Lately)
                beds.Add(listed.Topic);
        }

        foreach (var some in beds.Chunk(Beds))
            await Task.WhenAll(some.Select(topic => VisitAsync(topic, token)));
    }

    private async Task VisitAsync(Topic topic, CancellationToken token)
    {
        try
        {
            await LookAsync(topic, token);
        }
#pragma warning disable CA1031 // whatever is wrong at one bed, the others must not wait for it
        catch (Exception failure) when (!token.IsCancellationRequested)
        {
            Log.Skipped(log, failure);
        }
#pragma warning restore CA1031
    }

    private async Task LookAsync(Topic topic, CancellationToken token)
    {
        if (await store.LoadAsync(topic, token) is not { Head: var head } || feeds.GetValueOrDefault(topic.Feed) is not PatientsFeed feed)
            return;
        // The fold decides, by the time that the Raw carries: a look at which nothing is due changes nothing.
        if (feed.IsDue(head.State, time.GetUtcNow()))
            await StaffEndpoints.SendAsync(raws, topic, PatientsFeed.Watch, "{}"u8.ToArray(), time.GetUtcNow(), token);
        await calls.RunAsync(topic, token);
    }

    private static partial class Log
    {
        [LoggerMessage(7501, LogLevel.Error, "A patient could not be looked at; the next round comes in seconds.")]
        public static partial void Skipped(ILogger logger, Exception failure);
    }
}
