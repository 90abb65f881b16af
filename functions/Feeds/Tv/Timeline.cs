using System.Collections.Immutable;

namespace LiveView.Feeds.Tv;

/// <summary>
/// A catalogue without its quarantined items, lap after lap without end. Its entries are numbered from 0; where each begins, and how many
/// segments are before it, follows from the numbers alone.
/// </summary>
internal sealed class Timeline
{
    private readonly Catalogue _catalogue;
    private readonly ImmutableSortedSet<string> _without;
    private readonly Lap _first;
    private Lap _last; // the one asked for last: who walks, asks for the same one again

    public Timeline(Catalogue catalogue, ImmutableSortedSet<string> without)
    {
        (_catalogue, _without) = (catalogue, without);
        _last = _first = Lap.Of(catalogue, without, 0);
    }

    /// <summary>Entries of a lap.</summary>
    public int Entries => _first.Entries.Count;

    public Item this[long entry] => Of(entry / Entries).Entries[(int)(entry % Entries)];

    /// <summary>When an entry begins, in milliseconds from the first.</summary>
    public long Start(long entry) => (entry / Entries * _first.Length) + Of(entry / Entries).Start((int)(entry % Entries));

    /// <summary>How many segments are before an entry.</summary>
    public long SegmentsBefore(long entry) => (entry / Entries * _first.Segments) + Of(entry / Entries).SegmentsBefore((int)(entry % Entries));

    /// <summary>The entry that is on at an offset.</summary>
    public long At(long offset) => (offset / _first.Length * Entries) + Of(offset / _first.Length).At(offset % _first.Length);

    /// <summary>The first place of an item in a lap; null where it has none.</summary>
    public long? Find(MediaPath path, long lap)
    {
        var entries = Of(lap).Entries;
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Path == path)
                return (lap * Entries) + i;
        }

        return null;
    }

    private Lap Of(long number)
    {
        var last = _last;
        return last.Number == number ? last : _last = number == 0 ? _first : Lap.Of(_catalogue, _without, number);
    }
}
