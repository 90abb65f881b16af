namespace LiveView.Connector.Bursts;

/// <summary>What became of a frame that was to be gathered.</summary>
/// <param name="Outcome">The word it is counted by.</param>
/// <param name="Frames">How many frames it happened to.</param>
internal readonly record struct Gathered(string Outcome, int Frames)
{
    /// <summary>It is there.</summary>
    public const string Kept = "kept";

    /// <summary>It is there, and an older one of its slot says nothing any more.</summary>
    public const string Superseded = "superseded";

    /// <summary>The hub has not taken anything for so long that all that was gathered had to go. Its place says so to viewers.</summary>
    public const string Overflowed = "overflowed";
}
