using System.Text.Json;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Patients;

/// <summary>Reads what the staff did, as our own endpoints write it: <c>{"acknowledge":"…"}</c>, <c>{"scale":2}</c>, <c>{"end":true}</c>, each with <c>by</c>.</summary>
internal static class StaffReader
{
    public static PatientReading Read(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        var by = root.Text("by") ?? "";
        if (root.Text("acknowledge") is { } alert)
            return new([new PatientFact.Acknowledged(alert, by)]);
        if (root.Number("scale") is 0 or 1 or 2)
            return new([new PatientFact.Scaled((int)root.Number("scale")!.Value, by)]); // it was looked at
        return root.Inner("end").ValueKind == JsonValueKind.True
            ? new([new PatientFact.Ended()])
            : PatientReading.Refused(Rejection.WrongDocument, "It is nothing that the staff does.");
    }
}
