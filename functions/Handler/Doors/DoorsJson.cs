using System.Text.Json.Serialization;

namespace LiveView.Handler.Doors;

/// <summary>What a subject was granted.</summary>
internal sealed record GrantedAnswer(IReadOnlyList<string> Patterns, bool Revoked);

/// <summary>The topics a user keeps at hand.</summary>
internal sealed record FavouritesAnswer(IReadOnlyList<string> Topics);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GrantedAnswer))]
[JsonSerializable(typeof(FavouritesAnswer))]
internal sealed partial class DoorsJson : JsonSerializerContext;
