using System.Collections.Immutable;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Sports;

/// <summary>What is remembered of the last board of a target: its bytes, and of each event what it said and which topic it is.</summary>
/// <param name="target">What was asked.</param>
/// <param name="board">The last board that could be read.</param>
/// <param name="inOrder">What each of the board's slices said, slice by slice; null where it has to be read again.</param>
/// <param name="byId">Everything known by the provider's event id, also of events that this board left out.</param>
internal sealed class SportsMemory(
    string target, IBoard board, ImmutableArray<Known?> inOrder, IReadOnlyDictionary<string, Known> byId) : SplitMemory
{
    public string Target => target;

    public IBoard Board => board;

    public ImmutableArray<Known?> InOrder => inOrder;

    /// <summary>Whether something has to be heard once more, even in the same words.</summary>
    public bool Again { get; } = inOrder.Any(static known => known is { Tally.Again: true });

    public IReadOnlyDictionary<string, Known> ById => byId;
}
