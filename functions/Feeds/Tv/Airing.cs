namespace LiveView.Feeds.Tv;

/// <summary>One showing of an item.</summary>
/// <param name="Item">What is shown.</param>
/// <param name="Start">When it begins, in milliseconds of Unix time.</param>
/// <param name="End">When it ends: with the item, or earlier where it is cut short.</param>
/// <param name="Sequence">The media sequence number of its first segment.</param>
/// <param name="Ordinal">Which airing of the station it is: as many discontinuities are before it.</param>
/// <param name="Leg">Which of the legs it belongs to.</param>
/// <param name="Place">Which airing of its leg it is.</param>
internal readonly record struct Airing(Item Item, long Start, long End, long Sequence, long Ordinal, int Leg, long Place)
{
    /// <summary>Its segments, in order, up to where it is cut short.</summary>
    public IEnumerable<Segment> Segments()
    {
        for (var i = 0; i < Item.Cuts.Count && Start + Item.Cuts.Start(i) < End; i++)
            yield return new(Sequence + i, Item.Path, i, Start + Item.Cuts.Start(i), Item.Cuts.Duration(i), Ordinal);
    }
}
