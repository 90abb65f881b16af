using LiveView.Core.Feeds;

namespace LiveView.Feeds.Patients;

/// <summary>What was read from bytes: facts, possibly none; or why they were not taken, in words that hold nothing of the patient.</summary>
internal sealed record PatientReading(IReadOnlyList<PatientFact> Facts, Rejection? Refusal = null, string Detail = "")
{
    /// <summary>Well-formed, and it says nothing.</summary>
    public static PatientReading Nothing { get; } = new([]);

    public static PatientReading Refused(Rejection refusal, string detail) => new([], refusal, detail);
}
