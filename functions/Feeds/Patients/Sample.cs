namespace LiveView.Feeds.Patients;

/// <summary>One value of a vital.</summary>
/// <param name="At">When it was measured.</param>
/// <param name="Value">In the vital's unit.</param>
/// <param name="Id">The id under which it may be retracted.</param>
internal sealed record Sample(DateTimeOffset At, decimal Value, string? Id);
