namespace LiveView.Feeds.Market;

/// <summary>One side of an order book, best first.</summary>
internal sealed class BookSide(IComparer<decimal> order)
{
    private readonly SortedDictionary<decimal, Level> _levels = new(order);

    /// <summary>The worst price up to which every level is known; null when all there are.</summary>
    public decimal? Edge { get; private set; }

    public IEnumerable<Level> Levels => _levels.Values;

    public bool IsThin(int shown) => Edge is not null && _levels.Count < shown;

    public void Begin(IReadOnlyList<Level> levels)
    {
        _levels.Clear();
        Edge = null;
        foreach (var level in levels)
            Set(level);
    }

    /// <summary>Sets a level, or takes it away. The price is kept as it was last written: 1.10 and 1.1 are one level.</summary>
    public void Set(Level level)
    {
        _levels.Remove(level.Price);
        if (level.Size != 0 && (Edge is not { } edge || order.Compare(level.Price, edge) <= 0))
            _levels.Add(level.Price, level);
    }

    /// <summary>Cuts off what is too much. Where the exchange keeps us informed of fewer levels than that, beyond those nothing is known at all.</summary>
    public void Cut(int? depth)
    {
        var most = Math.Min(depth ?? Book.Kept, Book.Kept);
        if (_levels.Count <= most)
            return;
        decimal[] beyond = [.. _levels.Keys.Skip(most)];
        foreach (var price in beyond)
            _levels.Remove(price);
        if (depth is null || depth > Book.Kept)
            Edge = _levels.Keys.Last();
    }

    public void Open(Draft? levels, decimal? edge)
    {
        Edge = edge;
        foreach (var price in levels?.Names ?? [])
        {
            if (Exact.Read(price) is { } at && levels?.Number(price) is { } size)
                _levels[at] = new(at, size);
        }
    }

    public void Save(Draft levels)
    {
        levels.Clear();
        foreach (var level in _levels.Values)
            levels.Set(level.Price.ToString(System.Globalization.CultureInfo.InvariantCulture), level.Size);
    }
}
