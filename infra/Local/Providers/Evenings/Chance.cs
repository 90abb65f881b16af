namespace LiveView.Local.Providers;

/// <summary>
/// Seeded chance (SplitMix64). Our own and not <see cref="Random"/>, whose sequence for a seed is a detail of the runtime:
/// an evening must be the same evening on every machine.
/// </summary>
internal sealed class Chance(ulong seed)
{
    private ulong _state = seed;

    /// <summary>One number that depends on all <paramref name="parts"/> and on nothing else: chance without a memory.</summary>
    public static ulong Mix(params ReadOnlySpan<long> parts)
    {
        var hash = 0x9E3779B97F4A7C15UL;
        foreach (var part in parts)
            hash = Scramble(hash ^ unchecked((ulong)part));
        return hash;
    }

    /// <summary>A number in [0, 1) that depends on <paramref name="parts"/> only.</summary>
    public static double Share(params ReadOnlySpan<long> parts) => ToUnit(Mix(parts));

    public double Unit() => ToUnit(Next());

    public bool Happens(double probability) => Unit() < probability;

    /// <summary>A whole number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => low + (int)(Unit() * (high - low + 1));

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Between(0, choices.Count - 1)];

    private static double ToUnit(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    private static ulong Scramble(ulong z)
    {
        z = unchecked((z + 0x9E3779B97F4A7C15UL) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return z ^ (z >> 31);
    }

    private ulong Next()
    {
        _state = unchecked(_state + 0x9E3779B97F4A7C15UL);
        var z = unchecked((_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return z ^ (z >> 31);
    }
}
