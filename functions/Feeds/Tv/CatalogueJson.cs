using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace LiveView.Feeds.Tv;

/// <summary>
/// A catalogue as it is brought and given, which is <c>channel_settings.json</c>. Read means validated: names, lengths, paths, and that all of it
/// fits together; what is wrong is told, as much as helps.
/// <code>
///   { "version": 3, "title": "…", "seed": "…", "start": "2026-11-21T00:00:00Z", "target": 4, "lead": 15,
///     "items":   { "shows/a/s01e01": { "title": "…", "subtitle": "…", "series": "…", "season": 1, "episode": 1, "duration": 1260000 }, … },
///     "blocks":  [ { "name": "Morning", "order": "shuffle", "bumpers": 2, "items": ["shows/a/s01e01", …] }, … ],
///     "bumpers": ["bumpers/one", …] }
/// </code>
/// An item is cut evenly every <c>target</c> seconds, or every <c>cut</c> milliseconds; or it has its <c>cuts</c>, or the <c>playlist</c> that
/// the encoder wrote.
/// </summary>
public static class CatalogueJson
{
    /// <summary>The largest catalogue, in bytes as it is kept: two must fit into a topic.</summary>
    public const int MaxBytes = 160_000;

    /// <summary>Entries of one lap, bumpers among them.</summary>
    public const int MaxEntries = 10_000;

    /// <summary>Reads a catalogue, or says what is wrong with it.</summary>
    public static Catalogue? Read(JsonElement json, out string problem)
    {
        var faults = new Faults();
        var (target, lead) = ((int)faults.Whole(json, "target", 1, 20, 4, "The catalogue"), faults.Whole(json, "lead", 4, 60, 15, "The catalogue"));
        var items = Items(json, target, faults);
        var catalogue = new Catalogue
        {
            Version = faults.Whole(json, "version", 1, 9_007_199_254_740_991, null, "The catalogue"),
            Title = faults.Text(json, "title", 200, isNeeded: true, "The catalogue") ?? "",
            Seed = faults.Text(json, "seed", 200, isNeeded: false, "The catalogue") ?? "",
            Start = Start(json, faults),
            Target = target,
            Lead = lead * 1_000,
            Items = items,
            Blocks = [.. Faults.Array(json, "blocks").Select((block, i) => Block(block, $"Block {i}", items, faults))],
            Bumpers = [.. Paths(json, "bumpers", "The list of bumpers", items, faults)],
        };
        var programmes = catalogue.Blocks.Sum(static block => block.Items.Length);
        if (programmes == 0)
            faults.Add("It has no block with an item in it.");
        else if (programmes + catalogue.Blocks.Sum(static block => (long)block.Items.Length * block.Bumpers) > MaxEntries)
            faults.Add($"One time through it has more than {MaxEntries} entries.");
        if (faults.AreNone && Write(catalogue).Length > MaxBytes)
            faults.Add($"It has more than {MaxBytes} bytes.");
        problem = faults.ToString();
        return faults.AreNone ? catalogue : null;
    }

    /// <summary>Writes a catalogue, so that it is read again as the same.</summary>
    public static ReadOnlyMemory<byte> Write(Catalogue catalogue, bool isIndented = false)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var buffer = new ArrayBufferWriter<byte>(4_096);
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = isIndented, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", catalogue.Version);
            json.WriteString("title", catalogue.Title);
            if (catalogue.Seed.Length > 0)
                json.WriteString("seed", catalogue.Seed);
            json.WriteString("start", Instant.Text(catalogue.Start));
            json.WriteNumber("target", catalogue.Target);
            json.WriteNumber("lead", catalogue.Lead / 1_000);
            json.WriteStartObject("items");
            foreach (var item in catalogue.Items.Values)
                Write(json, item);
            json.WriteEndObject();
            json.WriteStartArray("blocks");
            foreach (var block in catalogue.Blocks)
                Write(json, block);
            json.WriteEndArray();
            Write(json, "bumpers", catalogue.Bumpers);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, Item item)
    {
        json.WriteStartObject(item.Path.ToString());
        json.WriteString("title", item.Title);
        foreach (var (name, text) in new[] { ("subtitle", item.Subtitle), ("series", item.Series) })
        {
            if (text is not null)
                json.WriteString(name, text);
        }

        foreach (var (name, number) in new[] { ("season", item.Season), ("episode", item.Episode) })
        {
            if (number is { } known)
                json.WriteNumber(name, known);
        }

        if (item.Cuts.Step > 0)
        {
            json.WriteNumber("duration", item.Cuts.Length);
            json.WriteNumber("cut", item.Cuts.Step);
        }
        else
        {
            json.WriteStartArray("cuts");
            foreach (var piece in item.Cuts.Pieces)
                json.WriteNumberValue(piece);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Block block)
    {
        json.WriteStartObject();
        json.WriteString("name", block.Name);
        json.WriteString("order", block.IsShuffled ? "shuffle" : "sequence");
        json.WriteNumber("bumpers", block.Bumpers);
        Write(json, "items", block.Items);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<MediaPath> paths)
    {
        json.WriteStartArray(name);
        foreach (var path in paths)
            json.WriteStringValue(path.ToString());
        json.WriteEndArray();
    }

    private static long Start(JsonElement json, Faults faults)
    {
        if (Instant.Read(faults.Text(json, "start", 40, isNeeded: true, "The catalogue")) is { } start and >= 0)
            return start;
        faults.Add("The catalogue: start is a time with its zone, as 2026-11-21T00:00:00Z.");
        return 0;
    }

    private static ImmutableSortedDictionary<string, Item> Items(JsonElement json, int target, Faults faults)
    {
        var items = ImmutableSortedDictionary.CreateBuilder<string, Item>(StringComparer.Ordinal);
        if (!Faults.Has(json, "items", out var all) || all.ValueKind != JsonValueKind.Object)
            return items.ToImmutable();
        foreach (var member in all.EnumerateObject())
        {
            var where = $"Item {items.Count}";
            if (!MediaPath.TryParse(member.Name, out var path) || member.Value.ValueKind != JsonValueKind.Object)
                faults.Add($"{where}: its name is no path of the library (one of {string.Join(", ", MediaPath.Roots)}, and what lies in it), or it is no object.");
            else if (CutsJson.Read(member.Value, target, where, faults) is { } cuts && !items.TryAdd(path.ToString(), Item(member.Value, path, cuts, where, faults)))
                faults.Add($"{where} stands twice.");
        }

        return items.ToImmutable();
    }

    private static Item Item(JsonElement json, MediaPath path, Cuts cuts, string where, Faults faults)
    {
        var series = faults.Text(json, "series", 200, isNeeded: false, where);
        return new()
        {
            Path = path,
            Title = faults.Text(json, "title", 200, isNeeded: true, where) ?? "",
            Subtitle = faults.Text(json, "subtitle", 200, isNeeded: false, where),
            Series = series,
            Season = series is null ? null : (int)faults.Whole(json, "season", 1, 10_000, 1, where),
            Episode = series is null ? null : (int)faults.Whole(json, "episode", 1, 100_000, null, where),
            Cuts = cuts,
        };
    }

    private static Block Block(JsonElement json, string where, ImmutableSortedDictionary<string, Item> items, Faults faults)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"{where} is no object.");
            return new("", IsShuffled: false, 0, []);
        }

        var order = faults.Text(json, "order", 10, isNeeded: false, where) ?? "sequence";
        if (order is not ("sequence" or "shuffle"))
            faults.Add($"{where}: order is sequence or shuffle.");
        return new(
            faults.Text(json, "name", 200, isNeeded: false, where) ?? where,
            order == "shuffle",
            (int)faults.Whole(json, "bumpers", 0, 20, 0, where),
            [.. Paths(json, "items", where, items, faults)]);
    }

    private static IEnumerable<MediaPath> Paths(JsonElement json, string name, string where, ImmutableSortedDictionary<string, Item> items, Faults faults)
    {
        foreach (var element in Faults.Array(json, name))
        {
            if (faults.Path(element, $"{where}: an item") is not { } path)
                continue;
            if (items.ContainsKey(path.ToString()))
                yield return path;
            else
                faults.Add($"{where} names an item that the catalogue does not have.");
        }
    }
}
