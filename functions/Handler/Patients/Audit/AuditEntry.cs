namespace LiveView.Handler.Patients.Audit;

/// <summary>One access to something of a patient, or the refusal of one.</summary>
/// <param name="Who">The caller's name; <c>nobody</c>, <c>unproven</c>, <c>device</c>, or a part of ours.</param>
/// <param name="What">What was done: the method, the route, and the tier.</param>
/// <param name="Whom">The chain it belongs to: the patient's topic, or the feed where no single patient is meant.</param>
/// <param name="Why">The reason that was given.</param>
/// <param name="Decision"><c>allowed</c>, <c>denied</c>, or <c>failed</c>, with the status.</param>
internal sealed record AuditEntry(string Who, string What, string Whom, string Why, string Decision);
