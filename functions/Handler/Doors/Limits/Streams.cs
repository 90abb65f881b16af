using System.Collections.Concurrent;
using Azure;
using LiveView.Core.Topics;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Doors.Limits;

/// <summary>
/// How many topics of a feed may be pushed at once, over all instances: so many patients are watched. Who pushes holds a place for five minutes
/// after the last push; an instance asks the table once a minute for each.
/// </summary>
internal sealed class Streams(BucketStore buckets, IOptionsMonitor<LimitOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Held = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Trusted = TimeSpan.FromMinutes(1);

    /// <summary>Topics that are remembered; then all are asked for once more.</summary>
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<Topic, DateTimeOffset> _known = new();

    /// <summary>Null when there is a place; otherwise how long until there may be one.</summary>
    public async ValueTask<TimeSpan?> WaitAsync(Topic topic, CancellationToken token)
    {
        var (limit, now) = (options.CurrentValue.Streams.GetValueOrDefault(topic.Feed), time.GetUtcNow());
        if (limit == 0 || (_known.TryGetValue(topic, out var asked) && now - asked < Trusted))
            return null;
        var wait = TimeSpan.Zero;
        var id = BucketStore.KeyOf("stream", topic.ToString()).Split('|')[1]; // the table of limits names no patient
        try
        {
            if (await buckets.ChangeAsync(BucketStore.KeyOf("streams", topic.Feed), bucket => bucket.Admit(id, now + Held, limit, now, out wait), token) is null)
                return wait;
        }
        catch (Exception away) when (away is RequestFailedException or TimeoutException)
        {
            return null; // a limit that cannot be looked up must not silence a patient
        }

        if (_known.Count > Most)
            _known.Clear();
        _known[topic] = now;
        return null;
    }
}
