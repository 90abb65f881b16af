using System.Text.Json.Serialization;

namespace LiveView.Handler.Telemetry;

/// <summary>Whether the handler can do its work.</summary>
internal sealed record Readiness(string Status, IReadOnlyList<Part> Parts);

/// <summary>One thing it needs.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Healthy">Whether it answered in time.</param>
/// <param name="Milliseconds">How long that took.</param>
internal sealed record Part(string Name, bool Healthy, double Milliseconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Readiness))]
internal sealed partial class HealthJson : JsonSerializerContext;
