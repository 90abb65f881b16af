using LiveView.Local.Providers;

namespace LiveView.Local.Exchanges;

/// <summary>An instrument that is traded by chance: its book, its trades and its day. The same seed trades the same day.</summary>
internal sealed class Instrument
{
    private const int Levels = 40;
    private readonly Chance _chance;
    private readonly SortedDictionary<decimal, decimal> _bids = new(Comparer<decimal>.Create(static (a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<decimal, decimal> _asks = [];
    private readonly int _sizeDigits;
    private long _sequence = 1_000;
    private long _trade = 5_000;

    public Instrument(string symbol, decimal start, decimal step, int sizeDigits, ulong seed)
    {
        (Symbol, Step, Open, High, Low, Last, _sizeDigits, _chance) = (symbol, step, start, start, start, start, sizeDigits, new(seed));
        for (var i = 1; i <= Levels; i++)
        {
            _bids[start - (i * step)] = Size();
            _asks[start + (i * step)] = Size();
        }
    }

    public string Symbol { get; }

    /// <summary>The price step; its digits are the digits of a price.</summary>
    public decimal Step { get; }

    public decimal Open { get; }

    public decimal High { get; private set; }

    public decimal Low { get; private set; }

    public decimal Last { get; private set; }

    public decimal LastSize { get; private set; }

    public decimal Volume { get; private set; }

    public decimal Value { get; private set; }

    public long Sequence => _sequence;

    public long TradeId => _trade;

    public IReadOnlyCollection<KeyValuePair<decimal, decimal>> Bids => _bids;

    public IReadOnlyCollection<KeyValuePair<decimal, decimal>> Asks => _asks;

    /// <summary>Something happens.</summary>
    public Move Next()
    {
        var (first, trade, levels) = (_sequence + 1, default(Trade), new List<(bool, decimal, decimal)>());
        var bid = _chance.Happens(0.5);
        var side = bid ? _bids : _asks;
        if (_chance.Happens(0.2))
        {
            var (price, there) = side.First();
            var size = Math.Min(there, Size());
            trade = new(++_trade, price, size, TakerBuys: !bid);
            Set(levels, bid, price, there - size);
            (Last, LastSize, Volume, Value) = (price, size, Volume + size, Value + (price * size));
            (High, Low) = (Math.Max(High, price), Math.Min(Low, price));
        }
        else if (_chance.Happens(0.15) && _asks.First().Key - _bids.First().Key > Step)
        {
            Set(levels, bid, side.First().Key + (bid ? Step : -Step), Size()); // somebody wants it more
        }
        else
        {
            Set(levels, bid, side.ElementAt(_chance.Between(0, Math.Min(15, side.Count - 1))).Key, _chance.Happens(0.2) ? 0 : Size());
        }

        while (side.Count < Levels)
            Set(levels, bid, side.Last().Key + (bid ? -Step : Step), Size());
        return new(first, _sequence, levels, trade);
    }

    private void Set(List<(bool Bid, decimal Price, decimal Size)> levels, bool bid, decimal price, decimal size)
    {
        var side = bid ? _bids : _asks;
        if (size <= 0)
            side.Remove(price);
        else
            side[price] = size;
        levels.Add((bid, price, Math.Max(0, size)));
        _sequence++;
    }

    private decimal Size() => decimal.Round(_chance.Between(1, 9_999) / 100m, _sizeDigits) + (_sizeDigits == 0 ? 100 : 0.01m);
}
