using System.Collections.Immutable;
using System.Text.Json;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Game;

/// <summary>Our JSON of a round, there and back: the documents hold everything that the next fold needs.</summary>
internal static class GameWire
{
    /// <summary>The documents of what is known.</summary>
    public static TopicState State(GameFacts facts, Fairness fair)
    {
        var documents = ImmutableSortedDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        if (facts.Tick is not null)
            documents[GameFeed.TickTier] = Tick(facts).ToBytes();
        documents[GameFeed.GameTier] = Game(facts, fair).ToBytes();
        return new() { Title = $"Rugs {facts.GameId}", Phase = PhaseOf(facts), Documents = documents.ToImmutable() };
    }

    /// <summary>What the documents of a round say.</summary>
    public static (GameFacts? Facts, Fairness? Fair) Read(TopicState state, string gameId)
    {
        using var game = JsonDocument.Parse(state.Documents[GameFeed.GameTier]);
        using var tick = JsonDocument.Parse(state.Documents.GetValueOrDefault(GameFeed.TickTier, CanonicalJson.Empty));
        var (around, last) = (game.RootElement, tick.RootElement);
        var (leaders, fair) = (Inner(around, "leaderboard"), Inner(around, "fair"));
        var facts = new GameFacts
        {
            GameId = gameId,
            Active = Truth(around, "active"),
            Rugged = Truth(around, "rugged"),
            Price = Number(last, "price"),
            Tick = Whole(last, "tick"),
            Trades = Whole(last, "trades"),
            Cooldown = Whole(around, "cooldown"),
            Paused = Truth(around, "paused"),
            Presale = Truth(around, "presale"),
            Players = Whole(around, "players"),
            Leaders = Whole(leaders, "size"),
            Staked = Whole(leaders, "staked"),
            Average = Number(around, "average"),
            Reached = Inner(around, "reached") is { ValueKind: JsonValueKind.Object } reached
                ? reached.EnumerateObject().ToImmutableSortedDictionary(static one => one.Name, static one => one.Value.GetInt64(), StringComparer.Ordinal)
                : ImmutableSortedDictionary<string, long>.Empty,
            Peak = Number(around, "peak"),
            Version = Text(fair, "version"),
        };
        return (facts, new(Text(fair, "hash"), Truth(fair, "witnessed") == true, Text(fair, "other"), Text(fair, "seed")));
    }

    public static bool Same(TopicState a, TopicState b) =>
        a.Phase == b.Phase && a.Documents.Count == b.Documents.Count
        && a.Documents.All(document => document.Value.Span.SequenceEqual(b.Documents.GetValueOrDefault(document.Key).Span));

    /// <summary>The word of the phase, by the provider's own rule: one that broke still says that it is active.</summary>
    private static string Word(GameFacts facts) => facts switch
    {
        { Rugged: true } => "rugged",
        { Active: true } => "active",
        { Cooldown: > 0, Presale: true } => "presale",
        { Cooldown: > 0 } => "cooldown",
        _ => "starting",
    };

    private static Phase PhaseOf(GameFacts facts) => Word(facts) switch { "rugged" => Phase.Finished, "active" => Phase.Live, _ => Phase.Pre };

    private static CanonicalObject Tick(GameFacts facts) => new CanonicalObject()
        .Set("tick", facts.Tick)
        .Set("price", facts.Price is { } price ? Price.Text(price) : null)
        .Set("trades", facts.Trades)
        .Set("rugged", facts.Rugged == true ? true : null);

    private static CanonicalObject Game(GameFacts facts, Fairness fair)
    {
        var reached = new CanonicalObject();
        foreach (var (times, rounds) in facts.Reached)
            reached.Set(times, rounds);
        return new CanonicalObject()
            .Set("phase", Word(facts))
            .Set("active", facts.Active)
            .Set("rugged", facts.Rugged)
            .Set("cooldown", facts.Cooldown)
            .Set("paused", facts.Paused)
            .Set("presale", facts.Presale)
            .Set("players", facts.Players)
            .Set("leaderboard", new CanonicalObject().Set("size", facts.Leaders).Set("staked", facts.Staked))
            .Set("average", facts.Average is { } average ? Price.Text(average) : null)
            .Set("reached", reached)
            .Set("peak", facts.Peak is { } peak ? Price.Text(peak) : null)
            .Set("fair", new CanonicalObject()
                .Set("hash", fair.Hash)
                .Set("witnessed", fair.Witnessed ? true : null)
                .Set("other", fair.Other)
                .Set("seed", fair.Seed)
                .Set("verdict", fair.Verdict)
                .Set("version", facts.Version));
    }

    private static JsonElement Inner(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var inner) ? inner : default;

    private static string? Text(JsonElement value, string name) => Inner(value, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static long? Whole(JsonElement value, string name) => Inner(value, name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;

    private static decimal? Number(JsonElement value, string name) => Text(value, name) is { } text ? Price.Read(text) : null;

    private static bool? Truth(JsonElement value, string name) =>
        Inner(value, name).ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };
}
