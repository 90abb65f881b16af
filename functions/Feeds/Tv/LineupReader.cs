using System.Collections.Immutable;
using System.Text.Json;

namespace LiveView.Feeds.Tv;

/// <summary>
/// Makes a catalogue of a lineup that was made for Tunarr (version 5) or for dizqueTV. Their items become ours by their ids, under
/// <c>shows/</c>, fillers under <c>bumpers/</c>, cut every four seconds; the order is kept. Pauses are left out: a station has none.
/// </summary>
/// <remarks>What pre-cut segments cannot show is refused and said: an item that begins in the middle, another channel's picture.</remarks>
internal static class LineupReader
{
    private const int Target = 4;

    public static bool IsLineup(JsonElement json) =>
        Faults.Array(json, "programs").Any() || Faults.Array(json, "items").Any();

    /// <summary>Reads a lineup; the station's name where it has none of its own.</summary>
    public static Catalogue? Read(JsonElement json, string name, out string problem)
    {
        var faults = new Faults();
        var isDizque = Faults.Array(json, "programs").Any();
        var items = ImmutableSortedDictionary.CreateBuilder<string, Item>(StringComparer.Ordinal);
        var order = ImmutableArray.CreateBuilder<MediaPath>();
        var at = 0;
        foreach (var entry in Faults.Array(json, isDizque ? "programs" : "items"))
        {
            if ((isDizque ? Programme(entry, $"Programme {at++}", faults) : Content(entry, $"Item {at++}", faults)) is not { } item)
                continue;
            if (items.TryGetValue(item.Path.ToString(), out var known) && known.Cuts.Length != item.Cuts.Length)
                faults.Add($"Item {at - 1} is of another length than the same one before.");
            items[item.Path.ToString()] = item;
            order.Add(item.Path);
        }

        var start = Start(json, isDizque, faults);
        var catalogue = new Catalogue
        {
            Version = Math.Max(1, start),
            Title = (isDizque ? faults.Text(json, "name", 200, isNeeded: false, "The channel") : null) ?? name,
            Seed = "",
            Start = start,
            Target = Target,
            Lead = 15_000,
            Items = items.ToImmutable(),
            Blocks = [new("Lineup", IsShuffled: false, 0, order.ToImmutable())],
            Bumpers = [],
        };
        if (!order.Any(static path => !path.IsBumper))
            faults.Add("The lineup shows nothing.");
        problem = faults.ToString();
        // Whatever ours must be, this one must be too.
        return faults.AreNone ? CatalogueJson.Read(JsonElement.Parse(CatalogueJson.Write(catalogue).Span), out problem) : null;
    }

    private static long Start(JsonElement json, bool isDizque, Faults faults)
    {
        if (!isDizque) // a lineup of Tunarr says when it was changed, and goes on the air then
            return faults.Whole(json, "lastUpdated", 0, 9_007_199_254_740_991, null, "The lineup");
        if (Instant.Read(faults.Text(json, "startTime", 40, isNeeded: true, "The channel")) is { } start)
            return start;
        faults.Add("The channel: startTime is a time with its zone.");
        return 0;
    }

    private static Item? Programme(JsonElement entry, string where, Faults faults)
    {
        if (entry.ValueKind != JsonValueKind.Object || (entry.TryGetProperty("isOffline", out var off) && off.ValueKind == JsonValueKind.True))
            return null;
        var title = faults.Text(entry, "title", 200, isNeeded: true, where) ?? "";
        var isEpisode = Faults.Has(entry, "episode", out _);
        return Of(
            $"shows/{faults.Text(entry, "key", 200, isNeeded: true, where)?.Trim('/')}",
            faults.Whole(entry, "duration", 100, 86_400_000, null, where),
            where,
            faults,
            new()
            {
                Path = default,
                Cuts = Cuts.Even(1, 1),
                Title = title,
                Series = isEpisode ? faults.Text(entry, "showTitle", 200, isNeeded: false, where) ?? title : null,
                Season = isEpisode ? (int)faults.Whole(entry, "season", 1, 10_000, 1, where) : null,
                Episode = isEpisode ? (int)faults.Whole(entry, "episode", 1, 100_000, null, where) : null,
            });
    }

    private static Item? Content(JsonElement entry, string where, Faults faults)
    {
        var type = entry.ValueKind == JsonValueKind.Object ? faults.Text(entry, "type", 20, isNeeded: true, where) : null;
        if (type == "offline")
            return null;
        if (type != "content" || (Faults.Has(entry, "startOffsetMs", out var offset) && !(offset.TryGetInt64(out var begins) && begins == 0)))
        {
            faults.Add(type == "content" ? $"{where} begins in the middle, which pre-cut segments cannot." : $"{where} is of the type '{type}', which is not shown here.");
            return null;
        }

        var id = faults.Text(entry, "id", 200, isNeeded: true, where) ?? "";
        var folder = Faults.Has(entry, "fillerListId", out _) ? "bumpers" : "shows";
        return Of($"{folder}/{id}", faults.Whole(entry, "durationMs", 100, 86_400_000, null, where), where, faults, new() { Path = default, Cuts = Cuts.Even(1, 1), Title = id });
    }

    private static Item? Of(string text, long duration, string where, Faults faults, Item item)
    {
        if (MediaPath.TryParse(text, out var path))
            return item with { Path = path, Cuts = Cuts.Even(duration, Target * 1_000) };
        faults.Add($"{where}: its id makes no path.");
        return null;
    }
}
