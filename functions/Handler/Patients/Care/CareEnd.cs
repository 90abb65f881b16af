using Azure;

namespace LiveView.Handler.Patients.Care;

/// <summary>A broken glass whose time is over.</summary>
internal sealed record CareEnd(string Subject, string Patient, ETag Version);
