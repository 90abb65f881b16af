using System.Text.Json.Serialization;

namespace LiveView.Handler.Ingest;

/// <summary>A work item of the <c>polls</c> hub: ask this target now.</summary>
/// <param name="Target">The target's key.</param>
/// <param name="Claim">The claim under which it is asked; the first run that takes it up has it, a second finds it gone.</param>
/// <param name="Due">When it was claimed; an order that waited too long is dropped, for a newer one follows.</param>
internal sealed record PollOrder(string Target, string Claim, DateTimeOffset Due);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PollOrder))]
internal sealed partial class IngestJson : JsonSerializerContext;
