using System.Collections.Immutable;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Tv;

/// <summary>Our JSON of a station. Where a programme stands follows from when it began, so nothing is told while it merely goes on.</summary>
internal static class TvWire
{
    private const int Coming = 3;
    private const int MostInGuide = 100;

    /// <summary>The documents of a station at its own clock.</summary>
    public static TopicState State(Station station)
    {
        var isOnAir = station.Clock >= station.Playout.Legs[0].Start;
        return new()
        {
            Title = station.Catalogue.Title,
            Phase = isOnAir ? Phase.Live : Phase.Scheduled,
            Documents = ImmutableSortedDictionary.Create<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)
                .Add(TvFeed.NowTier, Now(station, isOnAir).ToBytes())
                .Add(TvFeed.GuideTier, Guide(station).ToBytes()),
            Memory = StationMemory.Write(station),
        };
    }

    private static CanonicalObject Now(Station station, bool isOnAir)
    {
        var next = new CanonicalObject();
        foreach (var slot in Slot.From(station.Playout, station.Clock).Where(slot => slot.Start > station.Clock).Take(Coming))
            next.Set(Instant.Text(slot.Start), About(slot.Item).Set("stop", Instant.Text(slot.Stop)));
        var on = isOnAir && station.Playout.At(station.Clock) is { } airing
            ? About(airing.Item).Set("start", Instant.Text(airing.Start)).Set("stop", Instant.Text(airing.End)).Set("length", airing.Item.Cuts.Length)
            : null;
        return new CanonicalObject().Set("station", station.Catalogue.Title).Set("version", station.Catalogue.Version).Set("on", on).Set("next", next);
    }

    private static CanonicalObject Guide(Station station)
    {
        var programmes = new CanonicalObject();
        foreach (var slot in Slot.From(station.Playout, station.Clock).TakeWhile(slot => slot.Start < station.Clock + Slot.Day).Take(MostInGuide))
            programmes.Set(Instant.Text(slot.Start), About(slot.Item).Set("stop", Instant.Text(slot.Stop)));
        return new CanonicalObject().Set("programmes", programmes);
    }

    private static CanonicalObject About(Item item) => new CanonicalObject()
        .Set("path", item.Path.ToString()).Set("title", item.Title).Set("subtitle", item.Subtitle)
        .Set("series", item.Series).Set("season", item.Season).Set("episode", item.Episode);
}
