using System.Globalization;

namespace LiveView.Feeds.Market;

/// <summary>The first few instruments by a number that is remembered of each, so that no row is opened to rank it.</summary>
internal static class Ranking
{
    /// <summary>Places that are shown.</summary>
    private const int Places = 5;

    public static void Note(Draft numbers, string symbol, decimal? number)
    {
        if (number is null or 0)
            numbers.Remove(symbol);
        else
            numbers.Set(symbol, number);
    }

    /// <summary>Shows the best above zero, or the worst below it, as place → symbol.</summary>
    public static void Show(Draft places, Draft? numbers, bool highest)
    {
        Span<decimal> best = stackalloc decimal[Places];
        var symbols = new string?[Places];
        foreach (var symbol in numbers?.Names ?? [])
        {
            // Equal numbers keep the order of the names: the places must not depend on who spoke last.
            if ((highest ? numbers!.Number(symbol) : -numbers!.Number(symbol)) is not { } number || number <= best[Places - 1]) // it has names, so it is there
                continue;
            var at = Places - 1;
            for (; at > 0 && number > best[at - 1]; at--)
                (best[at], symbols[at]) = (best[at - 1], symbols[at - 1]);
            (best[at], symbols[at]) = (number, symbol);
        }

        places.Clear();
        for (var i = 0; i < Places; i++)
            places.Set((i + 1).ToString(CultureInfo.InvariantCulture), symbols[i]);
    }
}
