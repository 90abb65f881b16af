namespace LiveView.Feeds.Patients.Alerts;

/// <summary>Something that is not well, from when it is noticed until it is over.</summary>
/// <param name="Rule">Which rule noticed it.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Raised">Since when.</param>
/// <param name="By">Who has seen it; null while nobody has.</param>
/// <param name="Because">The parts of the score that had points then, with spaces between: while one of them is not known, the alert stays.</param>
/// <param name="Escalated">When it was passed on, because nobody had.</param>
internal sealed record Alert(string Rule, Severity Severity, DateTimeOffset Raised, string? Because = null, string? By = null, DateTimeOffset? Escalated = null);
