using System.Collections.Concurrent;
using LiveView.Core.Topics;
using LiveView.Feeds.Market;
using Microsoft.Extensions.Options;

namespace LiveView.Connector.Bursts;

/// <summary>
/// All lanes, and the clock that empties them: a lane is emptied when its oldest frame has waited for the tier's interval, less the way from here to
/// the commit, when a burst is full, or, where nobody watches the topic, after a longer time.
/// </summary>
internal sealed class Lanes(Outbox outbox, Watched watched, ConnectorMetrics metrics, IOptions<ConnectorOptions> options, TimeProvider time)
{
    /// <summary>How often the lanes are looked at: a small part of the shortest interval.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(25);

    /// <summary>What comes after the lane: the hub, the fold and its commit. So much earlier it is emptied, that what is shown is an interval old at most.</summary>
    private static readonly TimeSpan Way = TimeSpan.FromMilliseconds(100);

    // Bounded by the instruments of the exchanges: two or three a symbol.
    private readonly ConcurrentDictionary<(Topic Topic, string Target), Lane> _lanes = new();

    // The run of this process, and the number of a burst within it: a later process silences an earlier one that still runs.
    private readonly long _firstTurn = time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000;

    /// <summary>Gathers a part. False when it had to drop what was gathered: the instrument needs a new snapshot.</summary>
    public bool Add(string provider, MarketPart part)
    {
        var lane = _lanes.GetOrAdd((part.Topic, part.Target), _ => new(provider, part, options.Value, _firstTurn));
        var gathered = lane.Add(part, time.GetUtcNow());
        metrics.Gathered(provider, gathered);
        if (part.Tier.Interval == TimeSpan.Zero || lane.IsFull)
            lane.Send(outbox.TryTake);
        return gathered.Outcome != Bursts.Gathered.Overflowed;
    }

    /// <summary>Empties the lanes in their time, until told to stop.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        using var timer = new PeriodicTimer(Tick, time);
        while (await timer.WaitForNextTickAsync(token))
            Empty(time.GetUtcNow() + Tick);
    }

    /// <summary>Empties every lane now; what the outbox has no room for is waited for.</summary>
    public async Task FlushAsync(CancellationToken token)
    {
        using var timer = new PeriodicTimer(Tick, time);
        while (Left() > 0)
        {
            Empty(DateTimeOffset.MaxValue);
            if (Left() > 0)
                await timer.WaitForNextTickAsync(token);
        }
    }

    /// <summary>Lanes in which something waits.</summary>
    public int Left() => _lanes.Values.Count(static lane => lane.Since is not null);

    private void Empty(DateTimeOffset due)
    {
        foreach (var lane in _lanes.Values)
        {
            if (lane.Since is not { } since || (since + Interval(lane.About) > due && !lane.IsFull))
                continue;
            // Until it is empty, or the outbox is full: then it waits, and what is replaced meanwhile does not travel.
            while (lane.Send(outbox.TryTake))
            {
                // Sending is the work.
            }
        }
    }

    private TimeSpan Interval(MarketPart about)
    {
        var (idle, live) = (TimeSpan.FromSeconds(options.Value.IdleSeconds), about.Tier.Interval);
        if (idle > live && !watched.IsWatched(about.Topic))
            return idle;
        return live > 2 * Way ? live - Way : live;
    }
}
