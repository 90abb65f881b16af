using System.Text.Json;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Patients.Fhir;

/// <summary>
/// Reads vital signs of FHIR R4: an Observation with a value, with components, or a Bundle of them (http://hl7.org/fhir/R4/observation-vitalsigns.html).
/// <code>
///   final, amended, corrected, preliminary    a value, or none with its reason
///   cancelled, entered-in-error               what was told under this id is retracted
///   registered                                nothing yet
///   unknown                                   refused
/// </code>
/// </summary>
internal static class FhirReader
{
    public static PatientReading Read(JsonElement root, string patient, DateTimeOffset received) => root.Text("resourceType") switch
    {
        "Observation" => Observation(root, patient, received),
        "Bundle" => Bundle(root, patient, received),
        _ => PatientReading.Refused(Rejection.WrongDocument, "It is neither an Observation nor a Bundle of them."),
    };

    // A bundle is taken whole or not at all: half a chart is a wrong chart.
    private static PatientReading Bundle(JsonElement bundle, string patient, DateTimeOffset received)
    {
        List<PatientFact> facts = [];
        foreach (var entry in bundle.Items("entry"))
        {
            var resource = entry.Inner("resource");
            if (resource.Text("resourceType") != "Observation")
                return PatientReading.Refused(Rejection.WrongDocument, "The Bundle holds something that is no Observation.");
            var reading = Observation(resource, patient, received);
            if (reading.Refusal is not null)
                return reading;
            facts.AddRange(reading.Facts);
        }

        return new(facts);
    }

    private static PatientReading Observation(JsonElement root, string patient, DateTimeOffset received)
    {
        if (root.Text("status") is not { } status || status is not ("registered" or "preliminary" or "final" or "amended" or "corrected" or "cancelled" or "entered-in-error"))
            return PatientReading.Refused(Rejection.Malformed, "Its status is none, or unknown.");
        if (root.Inner("subject").Text("reference") is not { } subject)
            return PatientReading.Refused(Rejection.NoTopic, "It names no patient.");
        if (subject != $"Patient/{patient}" && !subject.EndsWith($"/Patient/{patient}", StringComparison.Ordinal))
            return PatientReading.Refused(Rejection.WrongDocument, "It is about another patient than the one it was pushed for.");
        var id = root.Text("id");
        if (status is "cancelled" or "entered-in-error")
            return id is null ? PatientReading.Nothing : new([new PatientFact.Retracted(id)]);
        if (status == "registered")
            return PatientReading.Nothing;
        var at = PatientJson.Time(root.Text("effectiveDateTime") ?? root.Inner("effectivePeriod").Text("end") ?? root.Inner("effectivePeriod").Text("start"))
            ?? PatientJson.Time(root.Text("issued")) ?? received;
        return Values(root, id, at);
    }

    private static PatientReading Values(JsonElement root, string? id, DateTimeOffset at)
    {
        List<PatientFact> facts = [];
        var concept = root.Inner("code");
        if (FhirCodes.Has(concept, FhirCodes.Panel))
            return PatientReading.Nothing; // its members come by themselves
        var known = FhirCodes.VitalOf(concept) is not null || FhirCodes.Has(concept, FhirCodes.BloodPressure);
        foreach (var part in root.Items("component").Prepend(root))
        {
            if (FhirCodes.VitalOf(part.Inner("code")) is not { } vital)
                continue;
            known = true;
            if (part.Inner("dataAbsentReason").ValueKind == JsonValueKind.Object || (part.Inner("valueQuantity").ValueKind == JsonValueKind.Undefined && part.Inner("valueCodeableConcept").ValueKind == JsonValueKind.Undefined))
                continue;
            if (Value(vital, part) is not { } value)
                return PatientReading.Refused(Rejection.Malformed, $"Its value of '{vital.Word}' has a unit or a code that is not one of it.");
            if (!vital.IsNoReading(value))
                facts.Add(new PatientFact.Measured(vital, value, at, id));
        }

        return known ? new(facts) : PatientReading.Refused(Rejection.WrongDocument, "None of its codes is a vital sign that is shown here.");
    }

    private static decimal? Value(Vital vital, JsonElement part) => vital switch
    {
        Vital.Consciousness => FhirCodes.LevelOf(part.Inner("valueCodeableConcept")),
        Vital.Supplemental => Ucum.Given(part.Inner("valueQuantity")),
        _ => Ucum.In(vital, part.Inner("valueQuantity")),
    };
}
