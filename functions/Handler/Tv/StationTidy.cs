using LiveView.Handler.Invocation;
using LiveView.Handler.Tv.Watch;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Tv;

/// <summary>
/// At the start and every hour: segments that a catalogue names are kept for longer, those that none has named for long enough go, and no viewer
/// has more places than may be kept.
/// </summary>
internal sealed class StationTidy(
    SegmentIndex index, MediaLibrary library, Stations stations, WatchStore watch, IOptionsMonitor<TvOptions> options, TimeProvider time, TvMetrics metrics)
{
    public async Task RunAsync(TimerTick tick, CancellationToken token)
    {
        var (keep, gone) = (TimeSpan.FromHours(options.CurrentValue.KeepHours), 0);
        await foreach (var segment in index.ReadAsync(token))
        {
            var now = time.GetUtcNow();
            if (await IsShownAsync(segment, token))
            {
                if (segment.Until - now < keep / 2)
                    await index.KeepAsync(segment with { Until = now + keep }, token);
            }
            else if (segment.Until < now)
            {
                await library.RemoveAsync(segment, token);
                gone++;
            }
        }

        metrics.Tidied("segment", gone);
        metrics.Tidied("place", await watch.TrimAllAsync(token));
    }

    private async Task<bool> IsShownAsync(IndexedSegment segment, CancellationToken token) =>
        Stations.TopicOf(segment.Station) is { } topic && await stations.FindAsync(topic, token) is { } station && station.Holds(segment.Path, segment.Number);
}
