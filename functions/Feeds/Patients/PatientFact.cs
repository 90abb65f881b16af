using LiveView.Feeds.Patients.Pulse;

namespace LiveView.Feeds.Patients;

/// <summary>One thing that a Raw says of a patient.</summary>
internal abstract record PatientFact
{
    private PatientFact()
    {
    }

    /// <summary>A value.</summary>
    /// <param name="Vital">Of what.</param>
    /// <param name="Value">In the unit of the vital, with the digits that were told.</param>
    /// <param name="At">When it was measured.</param>
    /// <param name="Id">The id under which it may be retracted.</param>
    public sealed record Measured(Vital Vital, decimal Value, DateTimeOffset At, string? Id = null) : PatientFact;

    /// <summary>What was told under an id is not true, or never was.</summary>
    public sealed record Retracted(string Id) : PatientFact;

    /// <summary>Mean colours of skin, from which a pulse may be read.</summary>
    public sealed record Traced(Site Site, IReadOnlyList<Frame> Frames) : PatientFact;

    /// <summary>Somebody looked whether anything came.</summary>
    public sealed record Watched : PatientFact;

    /// <summary>Somebody has seen an alert.</summary>
    public sealed record Acknowledged(string Alert, string By) : PatientFact;

    /// <summary>A clinician decided by which scale oxygen is scored: 1 or 2, or that the score is not for this patient: 0.</summary>
    public sealed record Scaled(int Scale, string By) : PatientFact;

    /// <summary>The patient is not watched any more.</summary>
    public sealed record Ended : PatientFact;
}
