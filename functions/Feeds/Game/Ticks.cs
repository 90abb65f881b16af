using LiveView.Core.Canonical;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Game;

/// <summary>
/// The entries of the log: <c>{"tick":265,"price":"0.5996"}</c>, with <c>trades</c> and <c>rugged</c> where they are told; <c>healed</c> for one that
/// was lost and found in a later message's window, <c>lost</c> for how many before it were not, and <c>amends</c> for one that says a tick anew.
/// </summary>
internal static class Ticks
{
    /// <summary>What a message adds to the log.</summary>
    public static IReadOnlyList<LogEntry> Between(GameFacts? before, GameFacts after, long tick, decimal price, GameFacts told)
    {
        if (before is { Tick: { } same } && same == tick)
        {
            return before.Price == price && before.Rugged == after.Rugged
                ? []
                : [Line(Entry(tick, price, after).Set("amends", true), 0)];
        }

        List<LogEntry> entries = [];
        var expected = before?.Tick + 1 ?? tick;
        foreach (var (between, healed) in told.Window)
        {
            if (between < expected || between >= tick)
                continue;
            entries.Add(Line(Plain(between, healed).Set("healed", true), between - expected));
            expected = between + 1;
        }

        entries.Add(Line(Entry(tick, price, after), tick - expected));
        return entries;
    }

    private static CanonicalObject Entry(long tick, decimal price, GameFacts after) =>
        Plain(tick, price).Set("trades", after.Trades).Set("rugged", after.Rugged == true ? true : null);

    private static CanonicalObject Plain(long tick, decimal price) => new CanonicalObject().Set("tick", tick).Set("price", Price.Text(price));

    private static LogEntry Line(CanonicalObject entry, long lost) =>
        new(GameFeed.TicksTier, entry.Set("lost", lost > 0 ? lost : null).ToBytes());
}
