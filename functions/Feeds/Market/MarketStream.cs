using LiveView.Core.Feeds;

namespace LiveView.Feeds.Market;

/// <summary>
/// Follows one connection to a provider, frame by frame: which topics a frame is about, whether anything is missing before it, and which
/// instruments need a new snapshot. It does nothing itself and knows no clock.
/// </summary>
/// <remarks>
/// A numbered change that comes before its snapshot is held back, and follows it (Binance: the snapshot is asked for elsewhere). An unnumbered one
/// that belongs to a lost book is left out: the snapshot that was asked for holds it.
/// </remarks>
public sealed class MarketStream
{
    /// <summary>Changes of one instrument that wait for its snapshot; more than any snapshot takes to come.</summary>
    private const int MostHeld = 2_000;

    private readonly MarketFrames _frames;
    private readonly Dictionary<string, Instrument> _instruments = new(StringComparer.Ordinal);
    private readonly List<MarketResync> _resyncs = [];
    private long _wishes;

    /// <summary>A stream of a provider.</summary>
    /// <exception cref="ArgumentException">Nobody here reads this provider.</exception>
    public MarketStream(string provider) => _frames = MarketFrames.Of(provider);

    /// <summary>Changes that were left out because their book was lost.</summary>
    public long Skipped { get; private set; }

    /// <summary>Trades that the exchange's own numbers say we were not told of.</summary>
    public long MissedTrades { get; private set; }

    /// <summary>What goes on to the topics because of a frame, in order.</summary>
    public IReadOnlyList<MarketPart> Take(ReadOnlyMemory<byte> frame, out Refusal? refusal)
    {
        var reading = _frames.Read(frame, out refusal);
        if (refusal is not null || reading.Said.Count == 0)
            return [];
        var parts = _frames.Parts(reading, frame, out refusal);
        if (parts.Count == 0)
            return parts;
        if (!_instruments.TryGetValue(reading.Said[0].Symbol, out var instrument))
        {
            // Whoever connected before us may have ended without a word: what he left out is said to be missing.
            _instruments[reading.Said[0].Symbol] = instrument = new() { Last = parts[^1] };
            return [.. Missing(instrument, "connected"), .. Take(frame, out refusal)];
        }

        foreach (var said in reading.Said)
        {
            switch (said.Fact)
            {
                case MarketFact.BookWhole whole: return [.. parts, .. Begin(said.Symbol, instrument, whole)];
                case MarketFact.BookMoved moved: return Follow(said.Symbol, instrument, moved, parts);
                case MarketFact.Traded { Id: { } id } when Missed(instrument, id):
                    // Whoever left out trades left out changes of the book too, and an exchange that does not number them would never tell.
                    Lose(said.Symbol, instrument, "trades");
                    return [.. Missing(instrument, "trades"), .. parts];
            }
        }

        return parts;
    }

    /// <summary>The instruments that need a new snapshot, each named once until it comes; asking takes them away.</summary>
    public IReadOnlyList<MarketResync> TakeResyncs()
    {
        MarketResync[] wanted = [.. _resyncs];
        _resyncs.Clear();
        return wanted;
    }

    /// <summary>A new snapshot is wanted for a reason of our own: its frames were dropped, or somebody has begun to watch.</summary>
    public void Lose(string symbol, string reason)
    {
        if (_instruments.TryGetValue(symbol, out var instrument))
            Lose(symbol, instrument, reason);
    }

    /// <summary>A snapshot that was asked for did not come: with the next change of the book it is asked for again. If it came, or another is wanted by now, nothing changes.</summary>
    public void Forget(MarketResync resync)
    {
        if (_instruments.TryGetValue(resync.Symbol, out var instrument) && instrument.Wanted == resync.Wish)
            instrument.Wanted = null;
    }

    /// <summary>The connection ended: what tells so to every instrument's viewers. Books begin anew with the next connection.</summary>
    public IReadOnlyList<MarketPart> Cut(string reason)
    {
        List<MarketPart> parts = [];
        foreach (var instrument in _instruments.Values)
        {
            instrument.Book.Lose();
            instrument.Held.Clear();
            instrument.Wanted = null;
            parts.AddRange(Missing(instrument, reason));
        }

        _resyncs.Clear();
        return parts;
    }

    private static IEnumerable<MarketPart> Missing(Instrument instrument, string reason) =>
        instrument.Last is { } last ? [last with { Frame = MarketFrames.Missed(reason), Slot = null, Source = null }] : [];

    private List<MarketPart> Begin(string symbol, Instrument instrument, MarketFact.BookWhole whole)
    {
        instrument.Book.Take(whole);
        instrument.Wanted = null;
        List<MarketPart> following = [];
        for (var i = 0; i < instrument.Held.Count; i++)
        {
            var (moved, part) = instrument.Held[i];
            var verdict = instrument.Book.Take(moved);
            if (verdict is BookVerdict.Taken or BookVerdict.Gap)
                following.Add(part);
            if (verdict != BookVerdict.Gap)
                continue;
            // The snapshot ends before them. The first is told on, for the fold sees the same gap and shows it; all wait for the next snapshot.
            Want(symbol, instrument, "sequence");
            instrument.Held.RemoveRange(0, i);
            return following;
        }

        instrument.Held.Clear();
        return following;
    }

    private IReadOnlyList<MarketPart> Follow(string symbol, Instrument instrument, MarketFact.BookMoved moved, IReadOnlyList<MarketPart> parts)
    {
        switch (instrument.Book.Take(moved))
        {
            case BookVerdict.Taken:
                if (instrument.Book.IsThin)
                    Want(symbol, instrument, "thin");
                return parts;
            case BookVerdict.Gap:
                // Told on: the fold sees the same gap, by the same rule, and shows it.
                Want(symbol, instrument, "sequence");
                return parts;
            case BookVerdict.Old: return [];
            default:
                Want(symbol, instrument, "snapshot");
                if (moved.First is not null && instrument.Held.Count < MostHeld)
                    instrument.Held.Add((moved, parts[0] with { Frame = parts[0].Frame.ToArray() })); // the receiver uses its buffer again
                else
                    Skipped++;
                return [];
        }
    }

    private void Lose(string symbol, Instrument instrument, string reason)
    {
        instrument.Book.Lose();
        instrument.Held.Clear();
        Want(symbol, instrument, reason);
    }

    private void Want(string symbol, Instrument instrument, string reason)
    {
        if (instrument.Wanted is not null)
            return;
        instrument.Wanted = ++_wishes;
        _resyncs.Add(new(symbol, reason, _wishes));
    }

    private bool Missed(Instrument instrument, long id)
    {
        var missed = instrument.Trade is { } last && id > last + 1 ? id - last - 1 : 0;
        MissedTrades += missed;
        instrument.Trade = Math.Max(id, instrument.Trade ?? 0);
        return missed > 0;
    }

    private sealed class Instrument
    {
        public Book Book { get; } = new();

        public List<(MarketFact.BookMoved Moved, MarketPart Part)> Held { get; } = [];

        /// <summary>The wish for a snapshot that has not come yet.</summary>
        public long? Wanted { get; set; }

        public long? Trade { get; set; }

        public MarketPart? Last { get; set; }
    }
}
