using System.Diagnostics.Metrics;
using LiveView.Core.Topics;
using LiveView.Handler.Telemetry;

namespace LiveView.Handler.Connect;

/// <summary>Who is there, as the last sweep of this instance saw it; what it saw long ago it does not tell, for another instance sweeps now.</summary>
internal sealed class PresenceMetrics
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(3);

    private readonly TimeProvider _time;
    private (DateTimeOffset At, IReadOnlyDictionary<string, int> Streams, IReadOnlyDictionary<string, int> Viewers, int Connections) _seen;

    public PresenceMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        _seen = (DateTimeOffset.MinValue, new Dictionary<string, int>(), new Dictionary<string, int>(), 0);
        var meter = meters.Create(Names.Meter);
        meter.CreateObservableGauge("active_streams", () => ByFeed(_seen.Streams), "{topic}", "Topics that somebody watches, by feed.");
        meter.CreateObservableGauge("active_viewers", () => ByFeed(_seen.Viewers), "{viewer}", "Viewers of topics, by feed; who watches two counts twice.");
        meter.CreateObservableGauge("lv_connections", Connections, "{connection}", "Connections that watch anything, each counted once.");
    }

    /// <summary>A sweep has seen all topics in which there is interest.</summary>
    public void Seen(IEnumerable<(Topic Topic, int Viewers)> watched, int connections)
    {
        var feeds = watched.Where(static topic => topic.Viewers > 0).ToLookup(static topic => topic.Topic.Feed, static topic => topic.Viewers, StringComparer.Ordinal);
        _seen = (
            _time.GetUtcNow(),
            feeds.ToDictionary(static feed => feed.Key, static feed => feed.Count(), StringComparer.Ordinal),
            feeds.ToDictionary(static feed => feed.Key, static feed => feed.Sum(), StringComparer.Ordinal),
            connections);
    }

    private bool IsFresh => _time.GetUtcNow() - _seen.At < Fresh;

    private IEnumerable<Measurement<int>> Connections() => IsFresh ? [new(_seen.Connections)] : [];

    private IEnumerable<Measurement<int>> ByFeed(IReadOnlyDictionary<string, int> feeds) =>
        IsFresh ? feeds.Select(static feed => new Measurement<int>(feed.Value, new KeyValuePair<string, object?>("feed", feed.Key))) : [];
}
