using LiveView.Core.Feeds;
using LiveView.Core.Wire;
using LiveView.Feeds.Market;

namespace LiveView.Connector.Bursts;

/// <summary>
/// Gathers the frames of one topic for one tier, in order, until their time has come. A frame that is wholly replaced by a later one of its
/// slot is left out; all others travel. What is gathered has a bound; see <see cref="Gathered.Overflowed"/>.
/// </summary>
internal sealed class Lane(string provider, MarketPart first, ConnectorOptions options, long firstTurn)
{
    // So many places of superseded frames may stand empty, beyond as many as there are frames, before they are closed.
    private const int Holes = 100;

    private readonly Lock _gate = new();
    private readonly List<ReadOnlyMemory<byte>?> _frames = [];
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private int _bytes;
    private int _count;
    private long _turn = firstTurn;
    private DateTimeOffset? _since;
    private DateTimeOffset? _source;

    public MarketPart About => first;

    /// <summary>When the oldest gathered frame came; null when nothing is gathered.</summary>
    public DateTimeOffset? Since
    {
        get
        {
            lock (_gate)
                return _since;
        }
    }

    /// <summary>Places that are kept, those of superseded frames among them.</summary>
    public int Places
    {
        get
        {
            lock (_gate)
                return _frames.Count;
        }
    }

    /// <summary>Whether a burst is as large as it may be.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
                return _bytes >= options.MaxBurstBytes;
        }
    }

    /// <summary>Gathers a frame.</summary>
    public Gathered Add(MarketPart part, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_bytes + part.Frame.Length > options.MaxPendingBytes)
            {
                var dropped = _count + 1;
                Clear();
                Append(MarketFrames.Missed("overflow"), now);
                return new(Gathered.Overflowed, dropped);
            }

            var outcome = new Gathered(Gathered.Kept, 1);
            if (options.Conflate && part.Slot is { } slot)
            {
                if (_slots.TryGetValue(slot, out var older) && _frames[older] is { } superseded)
                {
                    (_bytes, _count, _frames[older]) = (_bytes - superseded.Length - 1, _count - 1, null);
                    outcome = new(Gathered.Superseded, 1);
                    if (_frames.Count > Holes + (2 * _count))
                        Close();
                }

                _slots[slot] = _frames.Count;
            }

            Append(part.Frame, now);
            _source = part.Source ?? _source;
            return outcome;
        }
    }

    /// <summary>
    /// Hands over what is gathered, at most one burst of it. What <paramref name="take"/> does not take stays, and goes on being gathered.
    /// </summary>
    public bool Send(Func<Burst, bool> take)
    {
        lock (_gate)
        {
            if (_since is not { } since)
                return false;
            var (length, frames, through) = (0, 0, 0);
            for (; through < _frames.Count && (frames == 0 || length < options.MaxBurstBytes); through++)
                (length, frames) = _frames[through] is { } frame ? (length + frame.Length + 1, frames + 1) : (length, frames);
            var raw = new Raw
            {
                Topic = first.Topic,
                Provider = provider,
                Target = first.Target,
                Turn = _turn,
                Received = since,
                Source = _source,
                Body = Join(through, length),
            };
            if (!take(new(first.Topic, RawJson.Write(raw), frames, since)))
                return false;
            _turn++;
            if (through == _frames.Count)
                Clear();
            else
                Forget(through, length, frames);
            return true;
        }
    }

    private void Append(ReadOnlyMemory<byte> frame, DateTimeOffset now)
    {
        // Since the last burst, not since what was superseded: a lane that is told of more often than it is emptied would never be emptied.
        _since ??= now;
        _frames.Add(frame.ToArray()); // the receiver uses its buffer again
        _bytes += frame.Length + 1;
        _count++;
    }

    private byte[] Join(int through, int length)
    {
        var body = new byte[length + 1];
        body[0] = (byte)'[';
        var at = 1;
        for (var i = 0; i < through; i++)
        {
            if (_frames[i] is not { } frame)
                continue;
            frame.CopyTo(body.AsMemory(at));
            body[at + frame.Length] = (byte)',';
            at += frame.Length + 1;
        }

        body[^1] = (byte)']';
        return body;
    }

    private void Forget(int through, int length, int frames)
    {
        _frames.RemoveRange(0, through);
        _slots.Clear();
        _bytes -= length;
        _count -= frames;
    }

    // While the hub takes nothing, what is superseded must not add up.
    private void Close()
    {
        var to = 0;
        var moved = new int[_frames.Count];
        for (var from = 0; from < _frames.Count; from++)
        {
            moved[from] = to;
            if (_frames[from] is { } frame)
                _frames[to++] = frame;
        }

        _frames.RemoveRange(to, _frames.Count - to);
        foreach (var (slot, at) in _slots)
            _slots[slot] = moved[at];
    }

    private void Clear()
    {
        _frames.Clear();
        _slots.Clear();
        (_bytes, _count, _since, _source) = (0, 0, null, null);
    }
}
