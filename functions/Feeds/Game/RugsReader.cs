using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace LiveView.Feeds.Game;

/// <summary>
/// Reads the provider's JSON into facts. What a tier rests on must be what it should be, or the message is refused; of the rest, what cannot
/// be read is absent.
/// </summary>
internal static class RugsReader
{
    private static readonly string[] Reached = ["count2x", "count10x", "count50x", "count100x"];

    /// <summary>The facts, or null and why there are none.</summary>
    public static GameFacts? Read(ReadOnlyMemory<byte> body, out string problem)
    {
        problem = "It is not JSON.";
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Read(json.RootElement, out problem) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static GameFacts? Read(JsonElement root, out string problem)
    {
        var history = !root.TryGetProperty("gameId"u8, out _);
        problem = "It names no round.";
        if (Text(root, history ? "id" : "gameId") is not { } id)
            return null;
        var facts = history ? Past(root, id) : Now(root, id);
        problem = Doubt(root, facts);
        return problem.Length == 0 ? facts : null;
    }

    private static GameFacts Past(JsonElement root, string id) => new()
    {
        GameId = id,
        IsHistory = true,
        Rugged = Truth(root, "rugged"),
        Peak = Number(root, "peakMultiplier"),
        SeedHash = Text(Inner(root, "provablyFair"), "serverSeedHash"),
        Seed = Text(Inner(root, "provablyFair"), "serverSeed"),
        Version = Text(root, "gameVersion"),
    };

    private static GameFacts Now(JsonElement root, string id)
    {
        var leaders = Inner(root, "leaderboard");
        var isList = leaders.ValueKind == JsonValueKind.Array;
        return new()
        {
            GameId = id,
            Active = Truth(root, "active"),
            Rugged = Truth(root, "rugged"),
            Price = Number(root, "price"),
            Tick = Whole(root, "tickCount"),
            Window = Window(Inner(Inner(root, "partialPrices"), "values")),
            Trades = Whole(root, "tradeCount"),
            Cooldown = Whole(root, "cooldownTimer"),
            Paused = Truth(root, "cooldownPaused"),
            Presale = Truth(root, "allowPreRoundBuys"),
            Players = Whole(root, "connectedPlayers"),
            Leaders = isList ? leaders.GetArrayLength() : null,
            Staked = isList ? leaders.EnumerateArray().Count(static one => Truth(one, "hasActiveTrades") == true) : null,
            Average = Number(root, "averageMultiplier"),
            Reached = Reached.Where(name => Whole(root, name) is not null)
                .ToImmutableSortedDictionary(static name => name["count".Length..], name => Whole(root, name) ?? 0, StringComparer.Ordinal),
            SeedHash = Text(Inner(root, "provablyFair"), "serverSeedHash"),
            Version = Text(Inner(root, "provablyFair"), "version"),
        };
    }

    private static string Doubt(JsonElement root, GameFacts facts)
    {
        if (root.TryGetProperty("price"u8, out _) && facts.Price is not > 0)
            return "Its price is no number above zero that can be held exactly.";
        if (root.TryGetProperty("tickCount"u8, out _) && facts.Tick is null or < 0)
            return "Its tick is no count.";
        return facts.Price is not null && facts.Tick is null ? "It has a price and no tick." : "";
    }

    private static ImmutableSortedDictionary<long, decimal> Window(JsonElement values)
    {
        var window = ImmutableSortedDictionary.CreateBuilder<long, decimal>();
        if (values.ValueKind != JsonValueKind.Object)
            return window.ToImmutable();
        foreach (var member in values.EnumerateObject())
        {
            if (long.TryParse(member.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var tick) && Number(member.Value) is { } price and > 0)
                window[tick] = price;
        }

        return window.ToImmutable();
    }

    private static JsonElement Inner(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var inner) ? inner : default;

    private static string? Text(JsonElement value, string name) =>
        Inner(value, name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } said ? said : null;

    private static bool? Truth(JsonElement value, string name) =>
        Inner(value, name).ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    private static long? Whole(JsonElement value, string name) =>
        Number(value, name) is { } number && decimal.IsInteger(number) && Math.Abs(number) <= Core.Canonical.CanonicalJson.MaxInteger ? (long)number : null;

    private static decimal? Number(JsonElement value, string name) => Number(Inner(value, name));

    private static decimal? Number(JsonElement number) => number.ValueKind switch
    {
        JsonValueKind.Number => Price.Read(number.GetRawText()),
        JsonValueKind.String => Price.Read(number.GetString()),
        _ => null,
    };
}
