namespace LiveView.Feeds.Tv;

/// <summary>One segment of a station.</summary>
/// <param name="Sequence">Its media sequence number, which is its for ever.</param>
/// <param name="Path">The item that it is cut from.</param>
/// <param name="Index">Which segment of the item.</param>
/// <param name="Start">When it begins, in milliseconds of Unix time.</param>
/// <param name="Duration">How long it is.</param>
/// <param name="Ordinal">The airing that it belongs to; the first segment of one is a discontinuity.</param>
public readonly record struct Segment(long Sequence, MediaPath Path, int Index, long Start, long Duration, long Ordinal)
{
    /// <summary>Whether nothing in it follows from the segment before it: other encoders, other clocks.</summary>
    public bool IsDiscontinuity => Index == 0 && Ordinal > 0;

    /// <summary>When it ends, which is when it may be listed.</summary>
    public long End => Start + Duration;
}
