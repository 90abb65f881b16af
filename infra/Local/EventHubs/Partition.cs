using System.Buffers;

namespace LiveView.Local.EventHubs;

/// <summary>An ordered log of events on disk. What <see cref="Append"/> has returned is read by everyone, in one order, after a restart too.</summary>
internal sealed partial class Partition : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _directory;
    private readonly RetentionOptions _retention;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly List<Segment> _segments = [];
    private TaskCompletionSource _appended = Signal();
    private bool _closed;

    public Partition(string hub, string id, string directory, RetentionOptions retention, TimeProvider time, ILogger logger)
    {
        (Hub, Id, _directory, _retention, _time, _logger) = (hub, id, directory, retention, time, logger);
        Directory.CreateDirectory(directory);
        foreach (var path in Directory.GetFiles(directory, "*.log").Order(StringComparer.Ordinal))
        {
            _segments.Add(Segment.Open(path, out var torn));
            if (torn > 0)
                Log.TornTail(logger, hub, id, torn);
        }
        if (_segments.Count == 0)
            _segments.Add(Segment.Create(directory, 0, 0));
    }

    public string Hub { get; }

    public string Id { get; }

    /// <summary>The sequence number of the oldest event that is kept.</summary>
    public long FirstSequence { get { lock (_gate) return _segments[0].FirstSequence; } }

    /// <summary>The sequence number of the newest event, -1 if there was none ever.</summary>
    public long LastSequence { get { lock (_gate) return Next - 1; } }

    /// <summary>How many events retention has dropped since the start.</summary>
    public long Expired { get; private set; }

    private Segment Active => _segments[^1];

    private long Next => Active.FirstSequence + Active.Count;

    /// <summary>Takes a publication, all of it or nothing.</summary>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public void Append(IReadOnlyList<EventData> publication)
    {
        TaskCompletionSource waiters;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var now = _time.GetUtcNow();
            RollAndExpire(now);
            var frames = new ArrayBufferWriter<byte>();
            var lengths = new List<int>(publication.Count);
            foreach (var data in publication)
            {
                var before = frames.WrittenCount;
                Frame.Write(frames, data, now);
                lengths.Add(frames.WrittenCount - before);
            }
            Active.Append(frames.WrittenSpan, lengths, now);
            (waiters, _appended) = (_appended, Signal());
        }
        waiters.SetResult();
    }

    /// <summary>
    /// The events after a sequence number (-1: from the oldest kept), at most <paramref name="count"/>. If retention has
    /// taken the next one, reading goes on at the oldest kept: the numbers show the gap.
    /// </summary>
    public IReadOnlyList<StoredEvent> Read(long after, int count)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var events = new List<StoredEvent>();
            foreach (var segment in _segments)
            {
                var end = segment.FirstSequence + segment.Count;
                for (var sequence = Math.Max(after + 1, segment.FirstSequence); sequence < end && events.Count < count; sequence++)
                    events.Add(segment.Read(sequence));
            }
            return events;
        }
    }

    /// <summary>Ends when there is an event after <paramref name="after"/>.</summary>
    public async Task WaitAsync(long after, CancellationToken token)
    {
        while (true)
        {
            Task appended;
            lock (_gate)
            {
                if (Next - 1 > after)
                    return;
                appended = _appended.Task;
            }
            await appended.WaitAsync(token);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed)
                return;
            _closed = true;
            Active.Flush();
            foreach (var segment in _segments)
                segment.Dispose();
        }
    }

    private void RollAndExpire(DateTimeOffset now)
    {
        const int share = RetentionOptions.Share;
        if (Active.Count > 0 && (Active.Count >= _retention.Events / share
            || Active.Length >= Math.Min(_retention.Bytes / share, int.MaxValue / 2)
            || now - Active.FirstEnqueued >= _retention.Age / share))
        {
            Active.Flush();
            _segments.Add(Segment.Create(_directory, Next, Active.FirstOffset + Active.Length));
        }
        while (_segments.Count > 1 && (_segments.Sum(segment => (long)segment.Count) > _retention.Events
            || _segments.Sum(segment => (long)segment.Length) > _retention.Bytes
            || now - _segments[0].LastEnqueued > _retention.Age))
        {
            Expired += _segments[0].Count;
            Log.Expired(_logger, Hub, Id, _segments[0].Count, _segments[0].FirstSequence);
            _segments[0].Delete();
            _segments.RemoveAt(0);
        }
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static partial class Log
    {
        [LoggerMessage(9210, LogLevel.Warning, "Partition {Hub}/{Partition} ended in {Bytes} bytes that were not written whole; they are cut off.")]
        public static partial void TornTail(ILogger logger, string hub, string partition, long bytes);

        [LoggerMessage(9211, LogLevel.Information, "Retention dropped {Count} events of {Hub}/{Partition} from sequence number {First}.")]
        public static partial void Expired(ILogger logger, string hub, string partition, int count, long first);
    }
}
