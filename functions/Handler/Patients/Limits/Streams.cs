using System.Collections.Concurrent;
using Azure;
using LiveView.Core.Topics;
using LiveView.Feeds.Patients;
using LiveView.Handler.Doors.Limits;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Patients.Limits;

/// <summary>
/// How many patients may be watched at once, over all instances. Who pushes holds a place for five minutes after the last push; an instance asks
/// the table once a minute for each.
/// </summary>
internal sealed class Streams(BucketStore buckets, IOptionsMonitor<PatientsOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Held = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Trusted = TimeSpan.FromMinutes(1);

    // Bounded by the places there are; emptied when patients have come and gone for long.
    private readonly ConcurrentDictionary<Topic, DateTimeOffset> _known = new();

    /// <summary>Null when there is a place; otherwise how long until there may be one.</summary>
    public async ValueTask<TimeSpan?> WaitAsync(Topic topic, CancellationToken token)
    {
        var (limit, now) = (options.CurrentValue.Streams, time.GetUtcNow());
        if (limit == 0 || topic.Feed != PatientsFeed.FeedName || (_known.TryGetValue(topic, out var asked) && now - asked < Trusted))
            return null;
        var wait = TimeSpan.Zero;
        var id = BucketStore.KeyOf("stream", topic.ToString()).Split('|')[1]; // the table of limits names no patient
        try
        {
            if (await buckets.ChangeAsync(BucketStore.KeyOf("streams", PatientsFeed.FeedName), bucket => bucket.Admit(id, now + Held, limit, now, out wait), token) is null)
                return wait;
        }
        catch (Exception away) when (away is RequestFailedException or TimeoutException)
        {
            return null; // a limit that cannot be looked up must not silence a patient
        }

        if (_known.Count > 10 * limit)
            _known.Clear();
        _known[topic] = now;
        return null;
    }
}
