using System.Text.Json.Serialization;

namespace LiveView.Handler.Doors.Events;

/// <summary>What the service says of a client that wants to connect.</summary>
/// <param name="Claims">The claims of its token, each a list.</param>
internal sealed record ConnectBody(Dictionary<string, string[]>? Claims)
{
    /// <summary>The groups that the token makes it a member of.</summary>
    public IEnumerable<string> Groups => Claims?.GetValueOrDefault("webpubsub.group") ?? [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ConnectBody))]
internal sealed partial class EventJson : JsonSerializerContext;
