using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveView.Local.Providers;

/// <summary>The JSON of the admin endpoints. A misspelt field is an error and not a fault that strikes something else.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Fault))]
[JsonSerializable(typeof(FaultView))]
[JsonSerializable(typeof(FaultReport))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(IReadOnlyList<RecordingView>))]
internal sealed partial class FaultJson : JsonSerializerContext
{
    public static IReadOnlyList<string> Kinds { get; } = Enum.GetNames<FaultKind>();
}
