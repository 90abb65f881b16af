using LiveView.Core.Feeds;

namespace LiveView.Feeds.Sports;

/// <summary>Whether a list can be whole. It is told once, when it begins to look cut, and not with every poll.</summary>
internal static class Suspicion
{
    private const int CutByLimit = 25, CutByDefault = 100; // where ESPN cuts lists, and does not say so

    public static Refusal? Of(SportsMemory now, SportsMemory? before, ProviderAnswer answer)
    {
        var count = now.Board.Count;
        if (count is CutByLimit or CutByDefault && before?.Board.Count != count)
            return new(Rejection.Incomplete, $"The list has exactly {count} entries, as lists have that were cut.", answer.Body);
        return count == 0 && before is { Board.Count: > 0 } && before.InOrder.Any(static known => known?.Phase.IsOn == true)
            ? new(Rejection.Incomplete, "The list is empty while matches are on.", answer.Body)
            : null;
    }
}
