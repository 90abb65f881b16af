using System.Text.Json.Serialization;

namespace LiveView.Handler.Ingest.Push;

/// <summary>What became of a push.</summary>
/// <param name="Raws">Topics it said something of, now on the hub.</param>
/// <param name="Unchanged">Things in it that say nothing to any tier.</param>
/// <param name="Refused">Parts that were not taken, and are kept with their bytes.</param>
internal sealed record PushAnswer(int Raws, int Unchanged, int Refused);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PushAnswer))]
internal sealed partial class PushJson : JsonSerializerContext;
