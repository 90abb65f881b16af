using System.Text.Json;
using LiveView.Core.Feeds;
using LiveView.Feeds.Patients.Fhir;
using LiveView.Feeds.Patients.Pulse;

namespace LiveView.Feeds.Patients;

/// <summary>
/// Reads what a device pushed. Three forms, told apart by what they must have:
/// <code>
///   {"resourceType":"Observation" or "Bundle", …}   FHIR R4
///   {"trace":{"site":"face","frames":[[t,r,g,b],…]}}  mean colours of skin
///   {"at":"…","heart":72,"oxygen":97, …}            the compact form
/// </code>
/// </summary>
internal static class DeviceReader
{
    /// <summary>A clock may run ahead of ours by so much; a time further ahead is no time.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(2);

    /// <summary>Reads a body.</summary>
    /// <param name="body">The device's bytes.</param>
    /// <param name="patient">The key of the patient it was pushed for.</param>
    /// <param name="received">When it came: the time of what tells none, and the measure of what is in the future.</param>
    public static PatientReading Read(ReadOnlyMemory<byte> body, string patient, DateTimeOffset received)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var reading = Read(json.RootElement, patient, received);
            return reading.Facts.OfType<PatientFact.Measured>().Any(fact => fact.At > received + Ahead)
                ? PatientReading.Refused(Rejection.Malformed, "It was measured in the future.")
                : reading;
        }
        catch (JsonException)
        {
            return PatientReading.Refused(Rejection.Malformed, "It is not JSON.");
        }
    }

    private static PatientReading Read(JsonElement root, string patient, DateTimeOffset received) => root switch
    {
        { ValueKind: not JsonValueKind.Object } => PatientReading.Refused(Rejection.Malformed, "It is no object."),
        _ when root.Inner("resourceType").ValueKind != JsonValueKind.Undefined => FhirReader.Read(root, patient, received),
        _ when root.Inner("trace").ValueKind != JsonValueKind.Undefined => TraceReader.Read(root.Inner("trace")),
        _ => CompactReader.Read(root, received),
    };
}
