namespace LiveView.Core.Flow;

/// <summary>A milestone of a tier: this update was committed at that time, and every one before it no later.</summary>
/// <param name="Offset">The update.</param>
/// <param name="At">When it was committed.</param>
public readonly record struct Mark(long Offset, DateTimeOffset At);
