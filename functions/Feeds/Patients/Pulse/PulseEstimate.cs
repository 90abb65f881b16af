namespace LiveView.Feeds.Patients.Pulse;

/// <summary>What a trace says of the pulse.</summary>
/// <param name="Beats">Whole beats a minute; null is no reading, never 0.</param>
/// <param name="Tenths">How far the beat stands out, in tenths of a decibel; null where nothing was to be seen.</param>
/// <param name="Reason">Why there is no reading: <c>short</c>, <c>flat</c>, <c>edge</c>, <c>weak</c>, <c>disagree</c>; or <c>low</c> of one that is shown and not scored.</param>
internal readonly record struct PulseEstimate(int? Beats, int? Tenths, string? Reason)
{
    public static PulseEstimate None(string reason, int? tenths = null) => new(null, tenths, reason);
}
