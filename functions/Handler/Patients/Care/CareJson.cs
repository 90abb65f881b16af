using System.Text.Json.Serialization;

namespace LiveView.Handler.Patients.Care;

/// <summary>Somebody who cares for a patient.</summary>
internal sealed record CareMember(string Subject, string Role, DateTimeOffset? Until);

/// <summary>Who cares for a patient.</summary>
internal sealed record CareTeam(IReadOnlyList<CareMember> Members);

/// <summary>Why somebody must see a patient who is not theirs.</summary>
internal sealed record GlassRequest(string? Reason);

/// <summary>Until when they may.</summary>
internal sealed record GlassAnswer(DateTimeOffset Until);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CareTeam))]
[JsonSerializable(typeof(GlassRequest))]
[JsonSerializable(typeof(GlassAnswer))]
internal sealed partial class CareJson : JsonSerializerContext;
