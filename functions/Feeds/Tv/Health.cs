namespace LiveView.Feeds.Tv;

/// <summary>What is wrong with an item, as its probes told.</summary>
/// <param name="Failures">Probes in a row that failed.</param>
/// <param name="Reason">What the last of them found, in a word.</param>
/// <param name="Until">When a quarantined item is looked at again, in milliseconds of Unix time; 0 while it is not quarantined.</param>
internal readonly record struct Health(int Failures, string Reason, long Until)
{
    /// <summary>Probes in a row that fail until an item is quarantined.</summary>
    public const int Patience = 5;

    /// <summary>How long an item rests until it is looked at again; twice as long each time it is still not well, up to 8 hours.</summary>
    public const long Rest = 600_000;

    private const int MostDoublings = 6; // 10 min × 48 is 8 h; 2⁶ is the first that is more

    /// <summary>Whether it is not shown.</summary>
    public bool IsQuarantined => Until > 0;

    /// <summary>After one more that failed.</summary>
    public Health Failed(string reason, long at)
    {
        var failures = Failures + 1;
        return new(failures, reason, failures < Patience ? 0 : at + Math.Min(Rest << Math.Min(failures - Patience, MostDoublings), Rest * 48));
    }
}
