using System.Collections.Concurrent;
using Azure;
using LiveView.Core.Topics;
using LiveView.Feeds.Tv;
using LiveView.Handler.State;

namespace LiveView.Handler.Tv;

/// <summary>
/// The stations as they were committed, read together for all who ask. One may be a second old, which is harmless: nothing changes before a
/// station's edge, and who asks beyond it looks anew (<see cref="SettledAsync"/>).
/// </summary>
internal sealed class Stations(SharedReads reads, TimeProvider time)
{
    private const int Most = 256;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    // Bounded: when full it is emptied, and read again.
    private readonly ConcurrentDictionary<Topic, Known> _known = new();

    /// <summary>The topic of a station; null where the name is none.</summary>
    public static Topic? TopicOf(string name) => Topic.TryParse($"{TvFeed.Feed}:{name}", out var topic) ? topic : null;

    /// <summary>A station; null where no catalogue has made it.</summary>
    public async Task<Station?> FindAsync(Topic topic, CancellationToken token) =>
        _known.TryGetValue(topic, out var known) && time.GetElapsedTime(known.Read) < Fresh ? known.Station : await ReadAsync(topic, token);

    /// <summary>A station that is settled at an instant, or as it is in the table.</summary>
    public async Task<Station?> SettledAsync(Topic topic, DateTimeOffset at, CancellationToken token) =>
        await FindAsync(topic, token) is { } station && station.IsSettled(at) ? station : await ReadAsync(topic, token);

    /// <summary>A station as it is in the table.</summary>
    public async Task<Station?> ReadAsync(Topic topic, CancellationToken token)
    {
        var read = time.GetTimestamp();
        if (await reads.HeadAsync(topic, isNew: true, token) is not { } head)
            return null;
        // A head of the same version is the same station: it need not be parsed again.
        var station = _known.TryGetValue(topic, out var known) && known.Version == head.Version ? known.Station : Station.Read(head.Head.State);
        if (station is null)
            return null;
        if (_known.Count >= Most)
            _known.Clear();
        _known[topic] = new(station, head.Version, read);
        return station;
    }

    private sealed record Known(Station Station, ETag Version, long Read);
}
