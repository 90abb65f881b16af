using System.Text.Json.Serialization;

namespace LiveView.Handler.Record;

/// <summary>What became of a file.</summary>
/// <param name="Topic">What it records; null when it is no recording.</param>
/// <param name="Part">Which part of it.</param>
/// <param name="Records">How many records it has.</param>
/// <param name="Added">How many of them were not there yet.</param>
/// <param name="Damaged">Lines that are no records, and why.</param>
/// <param name="Conflict">The first record that differs from what is recorded; then nothing was added.</param>
internal sealed record Imported(string? Topic, string? Part, int Records, long Added, IReadOnlyList<DamagedLine> Damaged, int? Conflict);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Imported))]
internal sealed partial class ImportJson : JsonSerializerContext;
