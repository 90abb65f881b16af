namespace LiveView.Feeds.Market;

/// <summary>An instrument needs a new snapshot.</summary>
/// <param name="Symbol">The exchange's own name of it.</param>
/// <param name="Reason"><c>sequence</c>: something is missing, or the checksum differs; <c>trades</c>: trades were left out; <c>snapshot</c>: there is none yet; <c>thin</c>: too few levels are left.</param>
/// <param name="Wish">Which wish it is, of those of its stream: <see cref="MarketStream.Forget"/> forgets no other.</param>
public readonly record struct MarketResync(string Symbol, string Reason, long Wish);
