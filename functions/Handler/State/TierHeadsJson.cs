using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiveView.Core.Flow;
using LiveView.Core.Topics;

namespace LiveView.Handler.State;

/// <summary>Where the tiers of a topic stand, as a property of its head.</summary>
internal static class TierHeadsJson
{
    public static string Write(ImmutableSortedDictionary<string, TierHead> tiers) =>
        JsonSerializer.Serialize(
            tiers.ToDictionary(static tier => tier.Key, static tier => TierHeadRow.Of(tier.Value), StringComparer.Ordinal),
            StateJson.Default.DictionaryStringTierHeadRow);

    public static ImmutableSortedDictionary<string, TierHead> Read(string json) =>
        (JsonSerializer.Deserialize(json, StateJson.Default.DictionaryStringTierHeadRow) ?? [])
            .ToImmutableSortedDictionary(static tier => tier.Key, static tier => tier.Value.ToHead(), StringComparer.Ordinal);
}

/// <summary>A <see cref="TierHead"/> in the words of the table.</summary>
internal sealed record TierHeadRow(
    TierKind Kind,
    string Epoch,
    long Offset,
    long First,
    long Published,
    string Hash,
    DateTimeOffset? Source,
    DateTimeOffset Received,
    DateTimeOffset Committed,
    Mark[]? Marks)
{
    public static TierHeadRow Of(TierHead tier) => new(
        tier.Kind,
        tier.Position.Epoch,
        tier.Position.Offset,
        tier.First,
        tier.Published,
        tier.Hash,
        tier.At.Source,
        tier.At.Received,
        tier.At.Committed,
        tier.Marks.IsEmpty ? null : [.. tier.Marks]);

    public TierHead ToHead() => new()
    {
        Kind = Kind,
        Position = new(Epoch, Offset),
        First = First,
        Published = Published,
        Hash = Hash,
        At = new(Source, Received, Committed),
        Marks = [.. Marks ?? []],
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Dictionary<string, TierHeadRow>))]
[JsonSerializable(typeof(Dictionary<string, long>))]
internal sealed partial class StateJson : JsonSerializerContext;
