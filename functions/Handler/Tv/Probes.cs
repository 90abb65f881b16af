using System.Collections.Concurrent;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Feeds.Tv;

namespace LiveView.Handler.Tv;

/// <summary>
/// Looks whether what a station shows next is there and is what it should be, before its viewers do. What failed is looked at again after 5, 10,
/// 20 and 40 s; the fold counts, and quarantines after five in a row.
/// </summary>
internal sealed partial class Probes(MediaLibrary library, TimeProvider time, TvMetrics metrics, ILogger<Probes> log)
{
    /// <summary>The longest that one item is looked at.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private const int Ahead = 8;
    private const int AtOnce = 4;
    private const int Most = 4_096;
    private static readonly TimeSpan Believed = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(5);

    // When each is looked at next, as far as this process knows; a new one looks at once. Bounded: when full it is emptied.
    private readonly ConcurrentDictionary<(Topic, MediaPath), DateTimeOffset> _next = new();

    /// <summary>What is found of a station's next items; nothing of those that are well and were so before.</summary>
    public async Task<IEnumerable<Raw>> OfAsync(Topic topic, Station station, CancellationToken token)
    {
        var now = time.GetUtcNow();
        var due = station.Soon(now, Ahead).Concat(station.Doubtful(now)).DistinctBy(static item => item.Path)
            .Where(item => !_next.TryGetValue((topic, item.Path), out var next) || next <= now).Take(AtOnce);
        var found = await Task.WhenAll(due.Select(async item => (Item: item, Trouble: await LookAsync(topic, item, token))));
        foreach (var (item, trouble) in found)
        {
            var failures = station.Failures(item.Path);
            if (_next.Count >= Most)
                _next.Clear();
            _next[(topic, item.Path)] = now + (trouble is null ? Believed : FirstDelay * (1 << Math.Min(failures, 3)));
            if (trouble is not null)
                Log.Troubled(log, topic.ToString(), trouble, failures + 1);
        }

        return found.Where(probe => probe.Trouble is not null || station.Failures(probe.Item.Path) > 0)
            .Select(probe => StationRaw.Probed(topic, now, probe.Item.Path, probe.Trouble));
    }

    // Its first segment and its last: what was cut off while it was brought has no end.
    private async Task<string?> LookAsync(Topic topic, Item item, CancellationToken token)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, token);
        string? trouble = null;
        try
        {
            foreach (var index in new[] { 0, item.Cuts.Count - 1 }.Distinct())
                trouble ??= await library.TroubleAsync(topic, item.Path, index, linked.Token);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            trouble = "timeout";
        }

        if (trouble is not null)
            metrics.Failed($"probe_{trouble}");
        return trouble;
    }

    private static partial class Log
    {
        [LoggerMessage(5701, LogLevel.Warning, "An item that {Station} shows soon cannot be shown ({Trouble}, {Failures} times in a row).")]
        public static partial void Troubled(ILogger logger, string station, string trouble, int failures);
    }
}
