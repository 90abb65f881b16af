using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Game;

/// <summary>
/// Cuts one event of the socket into Raws: one for the round it is about, and one for each finished round it lists.
/// <code>
///   ["gameStateUpdate", {…, "gameHistory":[{…}, …]}]        as Socket.IO has it, after the 42
///   ["standard/newTrade", [{"__trace":true,…}, {…}]]        other events are no concern of the tiers
/// </code>
/// </summary>
internal static class RugsFrame
{
    private const string StateUpdate = "gameStateUpdate";

    /// <summary>Events that are known and told by no tier.</summary>
    private static readonly string[] Others =
        ["standard/newTrade", "newChatMessage", "rugRoyaleUpdate", "battleEventUpdate", "usernameStatus", "playerUpdate"];

    /// <summary>What a full message repeats of the whole house, up to 370 KB of it: it says nothing of the round.</summary>
    private static readonly string[] House =
        ["gameHistory", "rugRoyale", "availableShitcoins", "godCandle2x", "godCandle10x", "godCandle50x", "globalTrades", "globalSidebets", "prices"];

    public static Split Split(ProviderAnswer answer, GameMemory? memory)
    {
        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            return Split(answer, json.RootElement, memory ?? GameMemory.None);
        }
        catch (JsonException)
        {
            return Refused(answer, memory, Rejection.Malformed, "It is not JSON.");
        }
    }

    /// <summary>The topic of a round; none when its id cannot name one.</summary>
    public static Topic? TopicOf(string gameId) => Topic.TryParse($"game:rugs.{gameId}", out var topic) ? topic : null;

    private static Split Split(ProviderAnswer answer, JsonElement root, GameMemory memory)
    {
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() != 2 || root[0].ValueKind != JsonValueKind.String)
            return Refused(answer, memory, Rejection.WrongDocument, "It is no event of the socket: [name, payload].");
        if (Others.Contains(root[0].GetString(), StringComparer.Ordinal))
            return new() { Unchanged = 1, Memory = memory };
        if (root[0].GetString() != StateUpdate)
            return Refused(answer, memory, Rejection.WrongDocument, "It is an event of a name that nobody here knows.");
        if (Payload(root[1]) is not { ValueKind: JsonValueKind.Object } state)
            return Refused(answer, memory, Rejection.Malformed, "Its payload is no object.");
        if (Id(state, "gameId") is not { } gameId || TopicOf(gameId) is not { } topic)
            return Refused(answer, memory, Rejection.NoTopic, "It names no round.");
        List<Raw> raws = [Raw(answer, topic, state)];
        var told = memory.Told;
        foreach (var past in History(state))
        {
            if (Id(past, "id") is not { } id || id == gameId || told.Contains(id) || TopicOf(id) is not { } finished)
                continue;
            raws.Add(Raw(answer, finished, past));
        }

        // Only the list of the last message is remembered, so that the memory cannot grow.
        var listed = History(state).Select(static past => Id(past, "id")).OfType<string>().ToImmutableHashSet(StringComparer.Ordinal);
        return new() { Raws = raws, Phase = Phase.Live, Memory = listed.IsEmpty ? memory : new(listed) };
    }

    // Some payloads stand in a list behind an object of the tracing.
    private static JsonElement Payload(JsonElement payload) => payload.ValueKind == JsonValueKind.Array
        ? payload.EnumerateArray().LastOrDefault(static part => part.ValueKind == JsonValueKind.Object && !part.TryGetProperty("__trace"u8, out _))
        : payload;

    private static IEnumerable<JsonElement> History(JsonElement state) =>
        state.TryGetProperty("gameHistory"u8, out var history) && history.ValueKind == JsonValueKind.Array
            ? history.EnumerateArray().Where(static past => past.ValueKind == JsonValueKind.Object)
            : [];

    private static string? Id(JsonElement value, string name) =>
        value.TryGetProperty(name, out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;

    private static Raw Raw(ProviderAnswer answer, Topic topic, JsonElement value) =>
        new() { Topic = topic, Provider = answer.Provider, Target = answer.Target, Received = answer.Received, Body = Cut(value) };

    // The members that stay are the provider's own bytes.
    private static ReadOnlyMemory<byte> Cut(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>(4_096);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in value.EnumerateObject())
            {
                if (House.Contains(member.Name, StringComparer.Ordinal))
                    continue;
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static Split Refused(ProviderAnswer answer, GameMemory? memory, Rejection reason, string detail) =>
        new() { Refusals = [new(reason, detail, answer.Body)], Memory = memory };
}
