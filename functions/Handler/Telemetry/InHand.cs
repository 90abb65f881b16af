using System.Collections.Concurrent;

namespace LiveView.Handler.Telemetry;

/// <summary>
/// What this process has in hand and since when, so that what stays there too long is seen. What is taken again before it is done keeps the
/// time of the first; what somebody else may have finished is forgotten when it is not taken again.
/// </summary>
/// <param name="forgetAfter">How long an entry is believed that is not taken again; null means until it is done.</param>
internal sealed class InHand(TimeSpan? forgetAfter = null)
{
    // One entry a partition, target, provider or owed topic: bounded by what is taken up at once.
    private readonly ConcurrentDictionary<string, Thing> _things = new(StringComparer.Ordinal);

    /// <summary>Takes something up.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="since">How long it has waited already.</param>
    /// <param name="now">The time.</param>
    /// <param name="count">How many there are of it.</param>
    public void Take(string name, DateTimeOffset since, DateTimeOffset now, long count = 1) =>
        _things.AddOrUpdate(
            name,
            static (_, taken) => taken,
            static (_, before, taken) => taken with { Since = before.Since < taken.Since ? before.Since : taken.Since },
            new Thing(since, now, count));

    /// <summary>It is done, or was never there.</summary>
    public void Done(string name) => _things.TryRemove(name, out _);

    /// <summary>How many things there are.</summary>
    public long Count(DateTimeOffset now) => Believed(now).Sum(static thing => thing.Value.Count);

    /// <summary>The one that waits longest; null when nothing does.</summary>
    public (string Name, TimeSpan Age)? Oldest(DateTimeOffset now)
    {
        (string Name, TimeSpan Age)? oldest = null;
        foreach (var (name, thing) in Believed(now))
        {
            if (oldest is null || now - thing.Since > oldest.Value.Age)
                oldest = (name, now - thing.Since);
        }

        return oldest;
    }

    private IEnumerable<KeyValuePair<string, Thing>> Believed(DateTimeOffset now)
    {
        foreach (var thing in _things)
        {
            if (forgetAfter is { } limit && now - thing.Value.Seen > limit)
                _things.TryRemove(thing); // only as it was seen
            else
                yield return thing;
        }
    }

    private sealed record Thing(DateTimeOffset Since, DateTimeOffset Seen, long Count);
}
