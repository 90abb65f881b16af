using System.Collections.Concurrent;
using Azure;
using LiveView.Core.Topics;
using LiveView.Handler.Ingest;
using LiveView.Handler.State;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Deliver;

/// <summary>
/// Whether anybody is there to be told. Asked after a commit, it is never wrongly no: a viewer writes his interest before he reads the head,
/// so who has read the head without this commit has written before the commit, and is seen here. A yes may be a minute old, for telling
/// nobody harms nobody; a no is always looked up.
/// </summary>
internal sealed class Audience(InterestStore interests, IOptionsMonitor<InterestOptions> options, TimeProvider time)
{
    private const int Most = 10_000;
    private static readonly TimeSpan Known = TimeSpan.FromMinutes(1);

    // Bounded: when full it is emptied, and looked up again.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _watched = new(StringComparer.Ordinal);

    /// <summary>Whether a topic's updates must be published.</summary>
    public async Task<bool> IsThereAsync(Topic topic, CancellationToken token)
    {
        var (name, now) = (topic.ToString(), time.GetUtcNow());
        if (options.CurrentValue.Owes(topic.Feed) || (_watched.TryGetValue(name, out var until) && now < until))
            return true;
        try
        {
            if (!await interests.ExistsAsync(name, token))
                return false;
        }
        catch (RequestFailedException)
        {
            return true; // nobody knows
        }

        if (_watched.Count >= Most)
            _watched.Clear();
        _watched[name] = now + Known;
        return true;
    }
}
