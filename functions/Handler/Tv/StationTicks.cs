using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Feeds.Tv;
using LiveView.Handler.Deliver;
using LiveView.Handler.Ingest;
using LiveView.Handler.Invocation;
using LiveView.Handler.State;

namespace LiveView.Handler.Tv;

/// <summary>
/// Every few seconds: tells each station on the hub that time has passed, and what its probes found. Nothing is remembered of it: a tick that does
/// not happen is made up for by the next, one that happens twice says nothing new, and instances may tick side by side.
/// </summary>
internal sealed class StationTicks(
    RecentTopics recent,
    Stations stations,
    Audience audience,
    Probes probes,
    [FromKeyedServices(Hubs.Raw)] HubSender raws,
    TimeProvider time,
    TvMetrics metrics)
{
    /// <summary>Stations that are ticked.</summary>
    private const int Most = 200;

    /// <summary>How often a station is ticked that nobody watches: its log goes on, and nobody waits for its edge.</summary>
    private static readonly TimeSpan Unwatched = TimeSpan.FromMinutes(1);

    public async Task RunAsync(TimerTick tick, CancellationToken token)
    {
        List<Raw> said = [];
        await foreach (var listed in recent.ReadAsync(TvFeed.Feed, Most, token))
            said.AddRange(await SayAsync(listed.Topic, token));
        await SendAsync(said, token);
    }

    /// <summary>Tells one station the time at once, for somebody who waits.</summary>
    public Task TickAsync(Topic topic, CancellationToken token) => SendAsync([StationRaw.Tick(topic, time.GetUtcNow())], token);

    private async Task<IEnumerable<Raw>> SayAsync(Topic topic, CancellationToken token)
    {
        if (await stations.FindAsync(topic, token) is not { } station)
            return [];
        var now = time.GetUtcNow();
        if (now - station.Ticked < Unwatched && !await audience.IsThereAsync(topic, token))
            return [];
        metrics.Started(station.Begun(now));
        return [StationRaw.Tick(topic, now), .. await probes.OfAsync(topic, station, token)];
    }

    private Task SendAsync(IEnumerable<Raw> said, CancellationToken token) => raws.SendAsync(
        said.Select(static raw => new HubMessage(raw.Topic.ToString(), RawJson.Write(raw with { Trace = System.Diagnostics.Activity.Current?.Id }))), token);
}
