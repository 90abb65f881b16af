namespace LiveView.Feeds.Market;

/// <summary>How far a price may go in a day, for messages that tell the reference price only.</summary>
/// <remarks>HOSE 7 %, HNX 10 %, UPCOM 15 %, futures 7 %, rounded inwards to the price step. Days of a first listing have wider limits, which the wire tells.</remarks>
internal static class PriceLimits
{
    /// <summary>Ceiling and floor; null where the exchange has none.</summary>
    public static (decimal Ceiling, decimal Floor)? Of(string exchange, decimal reference) => exchange switch
    {
        "hose" => Within(reference, 0.07m, HoseStep),
        "hnx" => Within(reference, 0.10m, static _ => 100m),
        "upcom" => Within(reference, 0.15m, static _ => 100m),
        "derivatives" => Within(reference, 0.07m, static _ => 0.1m),
        _ => null,
    };

    private static (decimal Ceiling, decimal Floor)? Within(decimal reference, decimal share, Func<decimal, decimal> step)
    {
        if (reference is <= 0 or > 1_000_000_000_000m)
            return null;
        var (highest, lowest) = (reference * (1 + share), reference * (1 - share));
        return (Exact.Plain(decimal.Floor(highest / step(highest)) * step(highest)), Exact.Plain(decimal.Ceiling(lowest / step(lowest)) * step(lowest)));
    }

    private static decimal HoseStep(decimal price) => price switch
    {
        < 10_000m => 10m,
        < 50_000m => 50m,
        _ => 100m,
    };
}
