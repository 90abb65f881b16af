namespace LiveView.Feeds.Market;

/// <summary>One thing that a frame says, about one instrument, an index, or the connection itself.</summary>
/// <param name="Exchange">Where it is traded: <c>hose</c>, <c>coinbase</c>, …</param>
/// <param name="Symbol">The exchange's own name of it.</param>
/// <param name="At">The exchange's own time, where it tells one.</param>
/// <param name="Fact">What is said.</param>
internal readonly record struct MarketSaid(string Exchange, string Symbol, DateTimeOffset? At, MarketFact Fact);

/// <summary>A price and how much is offered or wanted at it. A size of 0 says that there is none any more.</summary>
internal readonly record struct Level(decimal Price, decimal Size);

/// <summary>What can be said. What is null was not said, which is not the same as zero.</summary>
internal abstract record MarketFact
{
    private MarketFact()
    {
    }

    /// <summary>Numbers of the trading day, or of the last 24 hours where the market never closes.</summary>
    public sealed record Day : MarketFact
    {
        public decimal? Reference { get; init; }

        public decimal? Ceiling { get; init; }

        public decimal? Floor { get; init; }

        public decimal? Open { get; init; }

        public decimal? High { get; init; }

        public decimal? Low { get; init; }

        public decimal? Last { get; init; }

        public decimal? Average { get; init; }

        /// <summary>Traded so far, in units.</summary>
        public decimal? Volume { get; init; }

        /// <summary>Traded so far, in money.</summary>
        public decimal? Value { get; init; }

        public string? Session { get; init; }

        public string? Status { get; init; }

        /// <summary>The trading day, <c>2026-11-20</c>; another one begins everything anew.</summary>
        public string? Date { get; init; }
    }

    /// <summary>Somebody bought and somebody sold.</summary>
    /// <param name="Price">At this price.</param>
    /// <param name="Size">So much.</param>
    /// <param name="Side">The side that came to the other: <c>buy</c> or <c>sell</c>.</param>
    /// <param name="Id">The exchange's number of the trade, contiguous for an instrument; null where it gives none.</param>
    /// <param name="Total">The day's volume after it, where there are no numbers: it tells what was missed.</param>
    /// <param name="Date">The trading day, where <paramref name="Total"/> starts anew each day.</param>
    public sealed record Traded(decimal Price, decimal Size, string? Side, long? Id, decimal? Total, string? Date) : MarketFact;

    /// <summary>The best prices, best first; all that the exchange shows where <paramref name="IsDepth"/>.</summary>
    /// <param name="Bids">Buyers. A price of 0 is an order at whatever price the auction finds.</param>
    /// <param name="Asks">Sellers, likewise.</param>
    /// <param name="IsDepth">Whether it is the whole depth that the exchange shows.</param>
    /// <param name="Session">The session it belongs to, which is what an order at any price is called after.</param>
    public sealed record Quoted(IReadOnlyList<Level> Bids, IReadOnlyList<Level> Asks, bool IsDepth, string? Session) : MarketFact;

    /// <summary>An order book from its beginning.</summary>
    /// <param name="Bids">Buyers.</param>
    /// <param name="Asks">Sellers.</param>
    /// <param name="Sequence">The last change that is in it, where changes are numbered.</param>
    /// <param name="Depth">How many levels a side the exchange keeps us informed of; null for all.</param>
    public sealed record BookWhole(IReadOnlyList<Level> Bids, IReadOnlyList<Level> Asks, long? Sequence, int? Depth) : MarketFact;

    /// <summary>Levels of an order book that changed.</summary>
    /// <param name="Bids">Buyers.</param>
    /// <param name="Asks">Sellers.</param>
    /// <param name="First">The number of the first change, where they are numbered.</param>
    /// <param name="Last">The number of the last change.</param>
    /// <param name="Checksum">What the best levels add up to after it, where the exchange says so.</param>
    public sealed record BookMoved(IReadOnlyList<Level> Bids, IReadOnlyList<Level> Asks, long? First, long? Last, uint? Checksum) : MarketFact;

    /// <summary>What foreigners hold and trade. Values can fall: some exchanges multiply the volume by the last price.</summary>
    public sealed record Foreign(
        decimal? TotalRoom, decimal? Room, decimal? BuyVolume, decimal? SellVolume, decimal? BuyValue, decimal? SellValue) : MarketFact;

    /// <summary>Where an index stands.</summary>
    public sealed record Index : MarketFact
    {
        public decimal? Value { get; init; }

        public decimal? Prior { get; init; }

        public decimal? Estimate { get; init; }

        public decimal? Volume { get; init; }

        public decimal? Turnover { get; init; }

        public decimal? Advances { get; init; }

        public decimal? Unchanged { get; init; }

        public decimal? Declines { get; init; }

        public decimal? Ceilings { get; init; }

        public decimal? Floors { get; init; }

        public string? Session { get; init; }
    }

    /// <summary>The minute's prices.</summary>
    public sealed record Bar(string? Time, decimal? Open, decimal? High, decimal? Low, decimal? Close, decimal? Volume) : MarketFact;

    /// <summary>Lots below the board's size have a market of their own.</summary>
    public sealed record OddLot(decimal? Last, Level? Bid, Level? Ask) : MarketFact;

    /// <summary>The connector lost something, and says so.</summary>
    public sealed record Missed(string Reason) : MarketFact;
}
