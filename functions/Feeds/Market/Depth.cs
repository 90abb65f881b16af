using System.Globalization;

namespace LiveView.Feeds.Market;

/// <summary>Shows levels as price → size: a level is its price, so that a change of one level is one member of a patch.</summary>
internal static class Depth
{
    /// <summary>Replaces what is shown.</summary>
    /// <param name="document">The instrument's document.</param>
    /// <param name="bids">Buyers.</param>
    /// <param name="asks">Sellers.</param>
    /// <param name="session">What an order at any price is called after: <c>ATO</c>, <c>ATC</c>.</param>
    public static void Show(Draft document, IEnumerable<Level> bids, IEnumerable<Level> asks, string? session)
    {
        Show(document.Object("bids"), bids, session);
        Show(document.Object("asks"), asks, session);
    }

    private static void Show(Draft side, IEnumerable<Level> levels, string? session)
    {
        side.Clear();
        foreach (var level in levels)
            side.Set(level.Price == 0 ? session ?? "any" : level.Price.ToString(CultureInfo.InvariantCulture), level.Size);
    }
}
