using System.Collections.Immutable;

namespace LiveView.Feeds.Tv;

/// <summary>
/// Everything that a station shows, and in which order: with a clock it is a schedule, the same on every instance. A catalogue that exists was
/// validated by <see cref="CatalogueJson"/>; it never changes, and a station that wants another one brings a higher version.
/// </summary>
public sealed record Catalogue
{
    /// <summary>Which one it is, from 1 upwards.</summary>
    public required long Version { get; init; }

    /// <summary>What a person calls the station.</summary>
    public required string Title { get; init; }

    /// <summary>What decides where chance would: the order of shuffled blocks, and which bumper comes when.</summary>
    public required string Seed { get; init; }

    /// <summary>When the station went on the air, in milliseconds of Unix time: its first segment begins there.</summary>
    public required long Start { get; init; }

    /// <summary>The longest segment, in whole seconds. It never changes while the station lives (RFC 8216 §6.2.1).</summary>
    public required int Target { get; init; }

    /// <summary>
    /// How far ahead of the clock a station is settled, in milliseconds: what has been settled is not changed any more, so a command waits for so
    /// long, and the fold may be late by as much before a player notices.
    /// </summary>
    public required long Lead { get; init; }

    /// <summary>What lies in the library, by path.</summary>
    public required ImmutableSortedDictionary<string, Item> Items { get; init; }

    /// <summary>What is shown, in this order, again and again.</summary>
    public required ImmutableArray<Block> Blocks { get; init; }

    /// <summary>What is shown between programmes.</summary>
    public required ImmutableArray<MediaPath> Bumpers { get; init; }

    /// <summary>The item at a path.</summary>
    public Item this[MediaPath path] => Items[path.ToString()];
}
