using System.Collections.Immutable;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Tv;

/// <summary>Other plans for what lies beyond the edge. What is settled, and what of it is on the air, stays to the segment.</summary>
internal static class Replanning
{
    /// <summary>Airings that may be asked for before the timeline goes on.</summary>
    private const int MostQueued = 500;

    /// <summary>Follows another catalogue once the programme at the edge is over, from what would have come next.</summary>
    public static Playout To(Station station, Catalogue catalogue)
    {
        var playout = station.Playout.With(catalogue);
        var leg = new Leg { Start = 0, Sequence = 0, Ordinal = 0, Version = catalogue.Version, Without = Quarantined(station) };
        if (playout.At(station.Edge) is not { } last) // it is not on the air yet, and goes there with the new one
            return new Playout(playout.Catalogues, [leg with { Start = Math.Max(catalogue.Start, station.Edge) }]).Since(0);
        var next = playout.Next(last);
        while (next.Item.IsBumper && next.Place - last.Place < MostQueued)
            next = playout.Next(next);
        return playout.Replanned(last, last.End, leg with { Cursor = new Timeline(catalogue, leg.Without).Find(next.Item.Path, 0) ?? 0 });
    }

    /// <summary>Leaves out what is quarantined now, and takes in what no longer is. What is on is left where one of its segments ends.</summary>
    public static Playout Without(Station station)
    {
        var (playout, without) = (station.Playout, Quarantined(station));
        if (playout.At(station.Edge) is not { } last)
            return new(playout.Catalogues, [.. playout.Legs.Select(leg => leg with { Without = without })]);
        var leg = playout.Continue(playout.Next(last));
        var (before, after) = (new Timeline(playout.Catalogues[leg.Version], leg.Without), new Timeline(playout.Catalogues[leg.Version], without));
        var cursor = leg.Cursor; // of the next programme that both have
        while (cursor < leg.Cursor + before.Entries && (before[cursor].IsBumper || without.Contains(before[cursor].Path.ToString())))
            cursor++;
        return playout.Replanned(last, without.Contains(last.Item.Path.ToString()) ? Cut(last, station.Edge) : last.End, leg with
        {
            Without = without,
            Queue = [.. leg.Queue.Where(path => !without.Contains(path.ToString()))],
            Cursor = after.Find(before[cursor].Path, cursor / before.Entries) ?? cursor / before.Entries * after.Entries,
        });
    }

    /// <summary>Does what an operator wants, or says why not.</summary>
    public static (Playout? Playout, LogEntry Said) For(Station station, Command command)
    {
        if (station.Playout.At(station.Edge) is not { } last)
            return (null, StationEvents.Refused(station.Edge, command, "not on the air"));
        return command.Kind switch
        {
            CommandKind.Skip => Skip(station, last, command),
            CommandKind.Next => Next(station, last, command),
            CommandKind.Reorder => Reorder(station, last, command),
        };
    }

    private static (Playout?, LogEntry) Skip(Station station, Airing last, Command command)
    {
        var at = Cut(last, station.Edge);
        return at >= last.End
            ? (null, StationEvents.Refused(station.Edge, command, "it ends by itself"))
            : (station.Playout.Replanned(last, at, station.Playout.Continue(station.Playout.Next(last))), StationEvents.Skipped(at, last.Item, "command", command));
    }

    private static (Playout?, LogEntry) Next(Station station, Airing last, Command command)
    {
        var leg = station.Playout.Continue(station.Playout.Next(last));
        var (path, catalogue) = (command.Items[0], station.Playout.Catalogues[leg.Version]);
        if (!catalogue.Items.ContainsKey(path.ToString()))
            return (null, StationEvents.Refused(station.Edge, command, "not in the catalogue"));
        if (leg.Without.Contains(path.ToString()))
            return (null, StationEvents.Refused(station.Edge, command, "quarantined"));
        if (leg.Queue.Length >= MostQueued)
            return (null, StationEvents.Refused(station.Edge, command, "too much is waiting"));
        return (station.Playout.Replanned(last, last.End, leg with { Queue = leg.Queue.Insert(0, path) }), StationEvents.Planned(last.End, command));
    }

    private static (Playout?, LogEntry) Reorder(Station station, Airing last, Command command)
    {
        var order = new Queue<MediaPath>(command.Items);
        var coming = ImmutableArray.CreateBuilder<MediaPath>();
        var wanted = command.Items.Select(static path => path.ToString()).Order(StringComparer.Ordinal);
        List<string> found = [];
        var airing = station.Playout.Next(last);
        while (found.Count < command.Items.Length && coming.Count < MostQueued)
        {
            coming.Add(airing.Item.IsBumper ? airing.Item.Path : order.Dequeue());
            if (!airing.Item.IsBumper)
                found.Add(airing.Item.Path.ToString());
            airing = station.Playout.Next(airing);
        }

        if (!wanted.SequenceEqual(found.Order(StringComparer.Ordinal)))
            return (null, StationEvents.Refused(station.Edge, command, "not what comes next"));
        var leg = station.Playout.Continue(airing);
        return (station.Playout.Replanned(last, last.End, leg with { Queue = [.. coming, .. leg.Queue] }), StationEvents.Planned(last.End, command));
    }

    private static long Cut(Airing airing, long edge) => Math.Min(airing.End, airing.Start + airing.Item.Cuts.Start(airing.Item.Cuts.From(edge - airing.Start)));

    private static ImmutableSortedSet<string> Quarantined(Station station) =>
        [.. station.Health.Where(static item => item.Value.IsQuarantined).Select(static item => item.Key)];
}
