using System.Collections.Immutable;
using System.Text.Json;

namespace LiveView.Handler.State;

/// <summary>Which runs of which polls a topic has heard last, as a property of its head; absent while none was numbered.</summary>
internal static class TurnsJson
{
    public static string? Write(ImmutableSortedDictionary<string, long> turns) => turns.IsEmpty
        ? null
        : JsonSerializer.Serialize(turns.ToDictionary(StringComparer.Ordinal), StateJson.Default.DictionaryStringInt64);

    public static ImmutableSortedDictionary<string, long> Read(string? json) =>
        (json is null ? [] : JsonSerializer.Deserialize(json, StateJson.Default.DictionaryStringInt64) ?? [])
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
}
