using System.Globalization;
using System.Text.Json.Serialization;

namespace LiveView.Handler.Doors.Events;

/// <summary>What the service says of a client that wants to connect.</summary>
/// <param name="Claims">The claims of its token, each a list.</param>
internal sealed record ConnectBody(Dictionary<string, string[]>? Claims)
{
    /// <summary>The groups that the token makes it a member of.</summary>
    public IEnumerable<string> Groups => Claims?.GetValueOrDefault("webpubsub.group") ?? [];

    /// <summary>When the token was made; null when it does not say.</summary>
    public DateTimeOffset? Given => Claims?.GetValueOrDefault("iat") is [var text, ..] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 250_000_000_000
        ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ConnectBody))]
internal sealed partial class EventJson : JsonSerializerContext;
