using System.Text.Json;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Patients;

/// <summary>
/// The compact form: a member a vital, in our words and units, and <c>at</c>. <c>consciousness</c> is a letter of ACVPU, <c>supplemental</c> a
/// truth, the pressures stand in <c>pressure</c>; <c>"end":true</c> says that the patient is watched no more. What is null, 0 or −32768 is no reading.
/// </summary>
internal static class CompactReader
{
    public static PatientReading Read(JsonElement root, DateTimeOffset received)
    {
        var at = received;
        if (root.Inner("at").ValueKind != JsonValueKind.Undefined)
        {
            if (PatientJson.Time(root.Text("at")) is not { } told)
                return PatientReading.Refused(Rejection.Malformed, "'at' is no time.");
            at = told;
        }

        if (root.Inner("end").ValueKind == JsonValueKind.True)
            return new([new PatientFact.Ended()]);
        List<PatientFact> facts = [];
        var isVital = false;
        foreach (var member in root.EnumerateObject().Concat(root.Inner("pressure") is { ValueKind: JsonValueKind.Object } pressure ? pressure.EnumerateObject() : []))
        {
            if (Vitals.Of(member.Name) is not { } vital || vital == Vital.Camera) // what a camera sees is estimated here, where its quality is known
                continue;
            isVital = true;
            if (member.Value.ValueKind == JsonValueKind.Null)
                continue;
            if (Value(vital, member.Value) is not { } value)
                return PatientReading.Refused(Rejection.Malformed, $"'{member.Name}' has a value that cannot be one.");
            if (!vital.IsNoReading(value))
                facts.Add(new PatientFact.Measured(vital, value, at, root.Text("id")));
        }

        return isVital ? new(facts) : PatientReading.Refused(Rejection.WrongDocument, "It names no vital, no trace and no resource of FHIR.");
    }

    private static decimal? Value(Vital vital, JsonElement value) => (vital, value.ValueKind) switch
    {
        (Vital.Consciousness, JsonValueKind.String) => value.GetString() is { Length: 1 } letter && Vitals.Acvpu.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var index ? index : null,
        (Vital.Supplemental, JsonValueKind.True) => 1,
        (Vital.Supplemental, JsonValueKind.False) => 0,
        (Vital.Consciousness or Vital.Supplemental, _) => null,
        (_, JsonValueKind.Number) => PatientJson.Exact(value),
        _ => null,
    };
}
