using System.Collections.Immutable;
using LiveView.Core.Topics;

namespace LiveView.Core.Flow;

/// <summary>
/// Which updates of a tier are kept: the last <see cref="TierSpec.Window"/>, and whatever is younger than <see cref="TierSpec.MinAge"/>.
/// </summary>
/// <remarks>
/// A commit reads no old update, so the head itself must know how old they are. It keeps a mark every 24th of the age: few enough for
/// a row, and an update stays at most a 24th longer than it must.
/// </remarks>
internal static class Window
{
    private const int MarksAnAge = 24;

    /// <summary>The oldest offset that must be kept once <paramref name="here"/> is committed.</summary>
    public static long Keep(TierSpec spec, ImmutableArray<Mark> marks, Mark here)
    {
        var byCount = here.Offset - spec.Window + 1;
        return spec.MinAge <= TimeSpan.Zero ? byCount : Math.Min(byCount, OldEnough(spec, marks, here).Offset + 1);
    }

    /// <summary>The marks after <paramref name="here"/> is committed: those that tell an age that still matters, and perhaps it.</summary>
    public static ImmutableArray<Mark> Note(TierSpec spec, ImmutableArray<Mark> marks, Mark here)
    {
        if (spec.MinAge <= TimeSpan.Zero)
            return [];
        var last = OldEnough(spec, marks, here);
        ImmutableArray<Mark> kept = [.. marks.Where(mark => mark.Offset >= last.Offset)];
        return kept.IsEmpty || (here.At - kept[^1].At).Ticks >= spec.MinAge.Ticks / MarksAnAge ? kept.Add(here) : kept;
    }

    // Offset 0 is before the first: while no mark is old enough, nothing is.
    private static Mark OldEnough(TierSpec spec, ImmutableArray<Mark> marks, Mark here) =>
        marks.LastOrDefault(mark => mark.At <= here.At - spec.MinAge);
}
