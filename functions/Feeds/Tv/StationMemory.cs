using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveView.Core.Canonical;

namespace LiveView.Feeds.Tv;

/// <summary>A station as the head of its topic keeps it, there and back. Catalogues stand inside as texts: they are brought whole and replaced whole.</summary>
internal static class StationMemory
{
    public static ReadOnlyMemory<byte> Write(Station station)
    {
        var (catalogues, legs, health, commands) = (new CanonicalObject(), new CanonicalObject(), new CanonicalObject(), new CanonicalObject());
        foreach (var (version, catalogue) in station.Playout.Catalogues)
            catalogues.Set($"{version:D16}", Encoding.UTF8.GetString(CatalogueJson.Write(catalogue).Span));
        foreach (var leg in station.Playout.Legs)
            legs.Set($"{leg.Start:D16}", Write(leg));
        foreach (var (path, item) in station.Health)
            health.Set(path, new CanonicalObject().Set("failures", item.Failures).Set("reason", item.Reason).Set("until", item.Until));
        foreach (var (id, at) in station.Commands)
            commands.Set(id, at);
        return new CanonicalObject()
            .Set("catalogues", catalogues).Set("legs", legs).Set("health", health).Set("commands", commands).Set("edge", station.Edge).Set("clock", station.Clock)
            .ToBytes();
    }

    public static Station? Read(ReadOnlyMemory<byte> memory)
    {
        using var json = JsonDocument.Parse(memory);
        var root = json.RootElement;
        if (!root.TryGetProperty("legs"u8, out var legs))
            return null;
        var catalogues = ImmutableSortedDictionary.CreateBuilder<long, Catalogue>();
        foreach (var text in root.GetProperty("catalogues"u8).EnumerateObject())
            catalogues[Number(text.Name)] = CatalogueJson.Read(JsonElement.Parse(text.Value.GetString() ?? ""), out var problem) ?? throw new FormatException(problem);
        return new(new(catalogues.ToImmutable(), [.. legs.EnumerateObject().Select(static leg => Read(Number(leg.Name), leg.Value))]))
        {
            Edge = root.GetProperty("edge"u8).GetInt64(),
            Clock = root.GetProperty("clock"u8).GetInt64(),
            Health = Members(root, "health").ToImmutableSortedDictionary(
                static item => item.Name,
                static item => new Health(item.Value.GetProperty("failures"u8).GetInt32(), item.Value.GetProperty("reason"u8).GetString() ?? "", item.Value.GetProperty("until"u8).GetInt64()),
                StringComparer.Ordinal),
            Commands = Members(root, "commands").ToImmutableSortedDictionary(static one => one.Name, static one => one.Value.GetInt64(), StringComparer.Ordinal),
        };
    }

    private static CanonicalObject Write(Leg leg) => new CanonicalObject()
        .Set("sequence", leg.Sequence).Set("ordinal", leg.Ordinal).Set("version", leg.Version).Set("cursor", leg.Cursor)
        .Set("without", Listed(leg.Without)).Set("queue", Listed(leg.Queue.Select(static path => path.ToString())));

    private static Leg Read(long start, JsonElement leg) => new()
    {
        Start = start,
        Sequence = leg.GetProperty("sequence"u8).GetInt64(),
        Ordinal = leg.GetProperty("ordinal"u8).GetInt64(),
        Version = leg.GetProperty("version"u8).GetInt64(),
        Cursor = leg.GetProperty("cursor"u8).GetInt64(),
        Without = [.. Members(leg, "without").Select(static one => one.Value.GetString() ?? "")],
        Queue = [.. Members(leg, "queue").Select(static one => MediaPath.TryParse(one.Value.GetString(), out var path) ? path : throw new FormatException("A queue holds paths."))],
    };

    private static CanonicalObject Listed(IEnumerable<string> texts)
    {
        var listed = new CanonicalObject();
        foreach (var (i, text) in texts.Index())
            listed.Set(i.ToString("D5", CultureInfo.InvariantCulture), text);
        return listed;
    }

    // An object without members is absent.
    private static JsonElement.ObjectEnumerator Members(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? value.EnumerateObject() : default;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
