using System.Collections.Immutable;
using System.Text.Json;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Tv;

/// <summary>
/// What becomes of a station by what it is told. Time moves the edge; everything else changes only what lies beyond it:
/// <code>
///      clock        edge
///   ─────┼───────────┼────────┬──────────────▶
///   shown│  settled  │  up to │ where a segment ends: a skip, a quarantine of what is on
///        │           │        └ where the programme ends: a new catalogue, next, reorder, a quarantine of what is to come
/// </code>
/// </summary>
internal static class StationFold
{
    /// <summary>How far back it is told what began, by a station that nobody ticked.</summary>
    private const long Recall = 86_400_000;

    /// <summary>A catalogue was brought.</summary>
    public static FoldResult Brought(Station? station, JsonElement body, long at)
    {
        if (CatalogueJson.Read(body, out var problem) is not { } catalogue)
            return new FoldResult.Rejected(Rejection.Malformed, problem);
        if (station is null)
        {
            var leg = new Leg { Start = catalogue.Start, Sequence = 0, Ordinal = 0, Version = catalogue.Version };
            var playout = new Playout(ImmutableSortedDictionary<long, Catalogue>.Empty.Add(catalogue.Version, catalogue), [leg]);
            return Folded(new(playout) { Edge = at + catalogue.Lead, Clock = at }, StationEvents.Catalogue(at, catalogue));
        }

        var known = station.Catalogue;
        if (catalogue.Version == known.Version && CatalogueJson.Write(catalogue).Span.SequenceEqual(CatalogueJson.Write(known).Span))
            return new FoldResult.Unchanged();
        if (catalogue.Version <= known.Version)
            return new FoldResult.Rejected(Rejection.WrongDocument, $"The station follows version {known.Version}; another catalogue has a higher one.");
        if (catalogue.Target != known.Target)
            return new FoldResult.Rejected(Rejection.WrongDocument, $"The target duration of a station stays {known.Target} s while it lives.");
        var kept = station with { Health = station.Health.RemoveRange(station.Health.Keys.Where(path => !catalogue.Items.ContainsKey(path))) };
        return Folded(kept with { Playout = Replanning.To(kept, catalogue) }, StationEvents.Catalogue(station.Edge, catalogue));
    }

    /// <summary>Time has passed. A tick that comes late says nothing new.</summary>
    public static FoldResult Ticked(Station station, long at)
    {
        if (at <= station.Clock)
            return new FoldResult.Unchanged();
        List<LogEntry> entries = [];
        if (station.Clock < at - Recall)
            entries.Add(StationEvents.Asleep(station.Clock, at - Recall));
        var since = Math.Max(station.Clock, at - Recall);
        entries.AddRange(station.Playout.From(since).TakeWhile(airing => airing.Start <= at)
            .Where(airing => airing.Start > since && !airing.Item.IsBumper).Select(StationEvents.Started));
        var next = station with
        {
            Clock = at,
            Edge = Math.Max(station.Edge, at + station.Catalogue.Lead),
            Playout = station.Playout.Since(at - Station.Memory),
        };
        return Folded(next, [.. entries]);
    }

    /// <summary>An operator wants something.</summary>
    public static FoldResult Wanted(Station station, ReadOnlyMemory<byte> body)
    {
        if (Command.Read(body, out var problem) is not { } command)
            return new FoldResult.Rejected(Rejection.Malformed, problem);
        if (station.Commands.ContainsKey(command.Id))
            return new FoldResult.Unchanged();
        var commands = station.Commands.Count < Station.MostCommands ? station.Commands : station.Commands.Remove(station.Commands.MinBy(static known => known.Value).Key);
        var heard = station with { Commands = commands.Add(command.Id, station.Edge) };
        var (playout, said) = Replanning.For(station, command);
        return Folded(heard with { Playout = playout ?? station.Playout }, said);
    }

    /// <summary>An item was looked at.</summary>
    public static FoldResult Probed(Station station, JsonElement body)
    {
        var (path, trouble) = (body.GetProperty("path"u8).GetString() ?? "", body.TryGetProperty("trouble"u8, out var said) ? said.GetString() : null);
        var known = station.Health.GetValueOrDefault(path);
        if (!station.Catalogue.Items.TryGetValue(path, out var item) || (trouble is null && known == default))
            return new FoldResult.Unchanged();
        var now = trouble is null ? default : known.Failed(trouble, StationRaw.At(body));
        var next = station with { Health = trouble is null ? station.Health.Remove(path) : station.Health.SetItem(path, now) };
        if (known.IsQuarantined == now.IsQuarantined)
            return Folded(next);
        var entry = now.IsQuarantined ? StationEvents.Quarantined(station.Edge, item, now) : StationEvents.Resumed(station.Edge, item);
        return Folded(next with { Playout = Replanning.Without(next) }, entry);
    }

    private static FoldResult.Folded Folded(Station station, params IReadOnlyList<LogEntry> entries) => new(TvWire.State(station), entries);
}
