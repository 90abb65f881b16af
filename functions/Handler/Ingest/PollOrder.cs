using System.Text.Json.Serialization;

namespace LiveView.Handler.Ingest;

/// <summary>A work item of the <c>polls</c> hub: ask this target now.</summary>
/// <param name="Target">The target's key.</param>
/// <param name="Claim">The claim under which it is asked.</param>
/// <param name="Done">The last poll whose Raws were on the hub when the claim was taken.</param>
/// <param name="Due">When it was claimed; an order that waited too long is dropped, for a newer one follows.</param>
internal sealed record PollOrder(string Target, string Claim, string? Done, DateTimeOffset Due);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PollOrder))]
internal sealed partial class IngestJson : JsonSerializerContext;
