using LiveView.Feeds.Market.Kraken;

namespace LiveView.Feeds.Market;

/// <summary>What came of a change of an order book.</summary>
internal enum BookVerdict
{
    /// <summary>It is in the book.</summary>
    Taken,

    /// <summary>It was in the book already.</summary>
    Old,

    /// <summary>There is no book yet to change, or it is lost already.</summary>
    NoBook,

    /// <summary>Something is missing before it, or the checksum differs: the book is lost until the next snapshot.</summary>
    Gap,
}

/// <summary>
/// The best levels of an order book, kept in step with the exchange by its own rules: numbers of changes where it has them (Binance),
/// a checksum where it has that (Kraken), nothing where it promises to leave none out (Coinbase).
/// </summary>
/// <remarks>
/// At most <see cref="Kept"/> levels of a side are kept. What lies beyond the last one that was cut off is not known and not believed, so the
/// levels that are there are always exactly the best ones; when deletions leave fewer than are shown, the book says that it is thin.
/// </remarks>
internal sealed class Book
{
    /// <summary>Levels of a side that are remembered.</summary>
    public const int Kept = 200;

    /// <summary>Levels of a side that are shown.</summary>
    public const int Shown = 20;

    private static readonly Comparer<decimal> HighestFirst = Comparer<decimal>.Create(static (a, b) => b.CompareTo(a));

    private readonly BookSide _bids = new(HighestFirst);
    private readonly BookSide _asks = new(Comparer<decimal>.Default);
    private int? _depth;

    /// <summary>Whether it can be believed.</summary>
    public bool IsLive { get; private set; }

    /// <summary>The number of the last change that is in it.</summary>
    public long? Sequence { get; private set; }

    public IEnumerable<Level> Bids => _bids.Levels;

    public IEnumerable<Level> Asks => _asks.Levels;

    /// <summary>Fewer levels are known than are shown, and the exchange has more: a new snapshot is wanted.</summary>
    public bool IsThin => IsLive && (_bids.IsThin(Shown) || _asks.IsThin(Shown));

    /// <summary>The book that a state remembers.</summary>
    public static Book Open(Draft memory)
    {
        var book = new Book { IsLive = memory.Text("live") == "yes", Sequence = memory.Whole("sequence"), _depth = (int?)memory.Whole("depth") };
        book._bids.Open(memory.Find("bids"), memory.Number("bidEdge"));
        book._asks.Open(memory.Find("asks"), memory.Number("askEdge"));
        return book;
    }

    public void Save(Draft memory)
    {
        memory.Clear();
        memory.Set("live", IsLive ? "yes" : "no");
        memory.Set("sequence", Sequence);
        memory.Set("depth", _depth);
        memory.Set("bidEdge", _bids.Edge);
        memory.Set("askEdge", _asks.Edge);
        _bids.Save(memory.Object("bids"));
        _asks.Save(memory.Object("asks"));
    }

    /// <summary>Begins anew.</summary>
    public void Take(MarketFact.BookWhole whole)
    {
        (IsLive, Sequence, _depth) = (true, whole.Sequence, whole.Depth);
        _bids.Begin(whole.Bids);
        _asks.Begin(whole.Asks);
        Cut();
    }

    /// <summary>Takes a change in, if it follows.</summary>
    public BookVerdict Take(MarketFact.BookMoved moved)
    {
        if (!IsLive)
            return BookVerdict.NoBook;
        if (Sequence is { } last && moved is { First: { } from, Last: { } to })
        {
            if (to <= last)
                return BookVerdict.Old;
            if (from > last + 1)
                return Lose();
            Sequence = to;
        }

        foreach (var level in moved.Bids)
            _bids.Set(level);
        foreach (var level in moved.Asks)
            _asks.Set(level);
        Cut();
        return moved.Checksum is { } checksum && checksum != KrakenChecksum.Of(_asks.Levels, _bids.Levels) ? Lose() : BookVerdict.Taken;
    }

    /// <summary>It is not believed any more.</summary>
    public BookVerdict Lose()
    {
        IsLive = false;
        return BookVerdict.Gap;
    }

    private void Cut()
    {
        _bids.Cut(_depth);
        _asks.Cut(_depth);
    }
}
