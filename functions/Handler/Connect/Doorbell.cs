using System.Collections.Concurrent;
using Azure;
using LiveView.Core.Topics;
using LiveView.Handler.Ingest;
using LiveView.Handler.State;

namespace LiveView.Handler.Connect;

/// <summary>
/// Tells the rest of the house that somebody is at the door: notes his interest, and if he is the first, has what he wants asked for at once
/// instead of on the next tick.
/// </summary>
internal sealed partial class Doorbell(InterestStore interests, Schedule schedule, TimeProvider time, ILogger<Doorbell> log)
{
    /// <summary>How long a sign needs no repetition: well within its lease, so that a row is never taken away from under somebody.</summary>
    private static readonly TimeSpan Fresh = Interest.Lease / 3;

    /// <summary>How long the door waits for the polls to be ordered; the next tick orders them anyway.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Signs that are written side by side.</summary>
    private const int Lanes = 8;

    /// <summary>How long the number of rows is believed.</summary>
    private static readonly TimeSpan Counted = TimeSpan.FromSeconds(10);

    // What this process has noted lately. Bounded: when full it is emptied, and noted again.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _noted = new(StringComparer.Ordinal);

    private Census _census = new(default, 0);

    /// <summary>Somebody wants topics. When it returns with yes, whatever is committed from now on is published to him.</summary>
    /// <returns>No when more topics are watched than can be; he should come back later.</returns>
    /// <exception cref="RequestFailedException">It could not be noted.</exception>
    public async Task<bool> RingAsync(IEnumerable<Topic> topics, CancellationToken token)
    {
        var now = time.GetUtcNow();
        var strange = topics.Distinct().Where(topic => IsStrange(topic.ToString(), now)).ToArray();
        if (strange.Length == 0)
            return true;
        if (await IsCrowdedAsync(now, token) && !(await Task.WhenAll(strange.Select(topic => interests.ExistsAsync(topic.ToString(), token)))).All(static isThere => isThere))
            return false;
        var first = false;
        foreach (var lane in strange.Chunk(Lanes))
        {
            var notes = await Task.WhenAll(lane.Select(async topic => await NoteAsync(await interests.AboutAsync(topic, now, token), token)));
            first |= notes.Contains(true);
        }

        if (first)
            await WakeAsync(token);
        return true;
    }

    /// <summary>Somebody looks at the list of a feed.</summary>
    public async Task RingAsync(string feed, CancellationToken token)
    {
        var now = time.GetUtcNow();
        if (IsStrange(feed, now) && await NoteAsync(new() { Name = feed, Since = now, Seen = now, Viewers = 0 }, token))
            await WakeAsync(token);
    }

    private bool IsStrange(string name, DateTimeOffset now) => !_noted.TryGetValue(name, out var at) || now - at >= Fresh;

    private async Task<bool> NoteAsync(Interest sign, CancellationToken token)
    {
        var isFirst = await interests.NoteAsync(sign, token);
        if (_noted.Count >= Interest.Most)
            _noted.Clear();
        _noted[sign.Name] = sign.Seen;
        return isFirst && !sign.IsOver;
    }

    private async Task<bool> IsCrowdedAsync(DateTimeOffset now, CancellationToken token)
    {
        if (now - _census.At >= Counted)
            _census = new(now, await interests.CountAsync(token));
        return _census.Rows >= Interest.Most;
    }

    private async Task WakeAsync(CancellationToken token)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, token);
        try
        {
            await schedule.OrderAsync(linked.Token);
        }
        catch (Exception failure) when (failure is RequestFailedException or OperationCanceledException && !token.IsCancellationRequested)
        {
            Log.Unheard(log, failure);
        }
    }

    private sealed record Census(DateTimeOffset At, int Rows);

    private static partial class Log
    {
        [LoggerMessage(5501, LogLevel.Information, "The first viewer's polls could not be ordered at once; the next tick orders them.")]
        public static partial void Unheard(ILogger logger, Exception failure);
    }
}
