using System.Collections.Immutable;

namespace LiveView.Feeds.Tv;

/// <summary>Where an item is cut into segments: evenly, the last being what is left; or at given places. All in milliseconds.</summary>
public sealed class Cuts
{
    private readonly long _even;
    private readonly ImmutableArray<long> _ends;

    private Cuts(long length, int count, long even, ImmutableArray<long> ends) => (Length, Count, _even, _ends) = (length, count, even, ends);

    /// <summary>How long the item is.</summary>
    public long Length { get; }

    /// <summary>How many segments it has.</summary>
    public int Count { get; }

    /// <summary>The lengths of segments that were not cut evenly; none where they were.</summary>
    public IEnumerable<long> Pieces => _ends.Select((end, i) => end - (i == 0 ? 0 : _ends[i - 1]));

    /// <summary>The length of every segment but the last; 0 where they were not cut evenly.</summary>
    public long Step => _even;

    /// <summary>Cut every <paramref name="step"/>.</summary>
    public static Cuts Even(long length, long step) => new(length, (int)((length + step - 1) / step), step, []);

    /// <summary>Cut into these lengths.</summary>
    public static Cuts Of(IEnumerable<long> pieces)
    {
        var ends = ImmutableArray.CreateBuilder<long>();
        foreach (var piece in pieces)
            ends.Add((ends.Count == 0 ? 0 : ends[^1]) + piece);
        return new(ends[^1], ends.Count, 0, ends.DrainToImmutable());
    }

    /// <summary>Where a segment begins; where the item ends, for the number after the last.</summary>
    public long Start(int index) => index == 0 ? 0 : _even == 0 ? _ends[index - 1] : Math.Min(index * _even, Length);

    /// <summary>How long a segment is.</summary>
    public long Duration(int index) => Start(index + 1) - Start(index);

    /// <summary>The first segment that begins at <paramref name="offset"/> or later; the number after the last, where none does.</summary>
    public int From(long offset)
    {
        if (offset <= 0)
            return 0;
        if (_even > 0)
            return (int)Math.Min(Count, (offset + _even - 1) / _even);
        var at = _ends.BinarySearch(offset);
        return Math.Min(Count, at >= 0 ? at + 1 : ~at + 1);
    }
}
