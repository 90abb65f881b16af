using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace LiveView.Feeds.Tv;

/// <summary>
/// One time through a catalogue: its blocks in their order, a shuffled one in an order that only this lap has, and bumpers after each
/// programme. Every lap shows the same things, so all have the same length, number of entries and number of segments: where a lap begins is a
/// multiplication, and what is on at an instant a search among prefix sums.
/// </summary>
internal sealed class Lap
{
    private readonly long[] _starts;
    private readonly long[] _segments;

    private Lap(long number, Item[] entries)
    {
        (Number, Entries) = (number, entries);
        (_starts, _segments) = (new long[entries.Length + 1], new long[entries.Length + 1]);
        for (var i = 0; i < entries.Length; i++)
        {
            _starts[i + 1] = _starts[i] + entries[i].Cuts.Length;
            _segments[i + 1] = _segments[i] + entries[i].Cuts.Count;
        }
    }

    public long Number { get; }

    public IReadOnlyList<Item> Entries { get; }

    public long Length => _starts[^1];

    public long Segments => _segments[^1];

    public long Start(int entry) => _starts[entry];

    public long SegmentsBefore(int entry) => _segments[entry];

    /// <summary>The entry that is on at an offset.</summary>
    public int At(long offset)
    {
        var at = Array.BinarySearch(_starts, offset);
        return Math.Min(at >= 0 ? at : ~at - 1, Entries.Count - 1);
    }

    /// <summary>A lap without what is quarantined. If no programme is left, all of them are shown: a picture that may fail is more than none.</summary>
    public static Lap Of(Catalogue catalogue, ImmutableSortedSet<string> without, long number)
    {
        if (!catalogue.Blocks.Any(block => block.Items.Any(path => !without.Contains(path.ToString()))))
            without = [];
        MediaPath[] bumpers = [.. catalogue.Bumpers.Where(path => !without.Contains(path.ToString()))];
        List<MediaPath?> places = []; // null where a bumper goes
        for (var i = 0; i < catalogue.Blocks.Length; i++)
        {
            var block = catalogue.Blocks[i];
            var items = block.IsShuffled ? Shuffled([.. block.Items], $"{catalogue.Seed}|{number}|block {i}") : [.. block.Items];
            foreach (var path in items.Where(path => !without.Contains(path.ToString())))
            {
                places.Add(path);
                places.AddRange(Enumerable.Repeat<MediaPath?>(null, bumpers.Length == 0 ? 0 : block.Bumpers));
            }
        }

        // The same bumpers in every lap, each as often as the others, in an order of its own.
        var slots = places.Count(static place => place is null);
        var turns = new Queue<MediaPath>(Shuffled([.. Enumerable.Range(0, slots).Select(slot => bumpers[slot % bumpers.Length])], $"{catalogue.Seed}|{number}|bumpers"));
        return new(number, [.. places.Select(place => catalogue[place ?? turns.Dequeue()])]);
    }

    // Fisher and Yates, with a hash for the dice: the same on every machine and in every version of the runtime.
    private static MediaPath[] Shuffled(MediaPath[] paths, string seed)
    {
        for (var i = paths.Length - 1; i > 0; i--)
        {
            var dice = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}|{i}"));
            var other = (int)(BinaryPrimitives.ReadUInt32LittleEndian(dice) % (uint)(i + 1));
            (paths[i], paths[other]) = (paths[other], paths[i]);
        }

        return paths;
    }
}
