namespace LiveView.Feeds.Patients.Pulse;

/// <summary>Draws the pulse out of colours. Integers throughout: a replay on another machine must say the same.</summary>
internal static class Wave
{
    /// <summary>What 1 is in normalised colours: 2^24.</summary>
    private const int Fine = 24;

    /// <summary>Samples of the window of POS: 1.6 s.</summary>
    private const int Window = 48;

    /// <summary>One colour without what changes slower than a second: the red of a finger, the green of a face.</summary>
    public static long[]? OfOne(long[] colour)
    {
        const int Half = Grid.Rate / 2;
        var wave = new long[colour.Length];
        for (var n = 0; n < colour.Length; n++)
        {
            var (from, to) = (Math.Max(0, n - Half), Math.Min(colour.Length, n + Half + 1));
            wave[n] = colour[n] - (Sum(colour.AsSpan(from, to - from)) / (to - from));
        }

        return Array.TrueForAll(wave, static value => value == 0) ? null : wave;
    }

    /// <summary>
    /// Plane orthogonal to skin (Wang, den Brinker, Stuijk, de Haan 2017): in each window the colours, relative to their means, are projected on
    /// S1 = G−B and S2 = G+B−2R, which are added so that what both have in common, the light, goes out; null where a colour stands still.
    /// </summary>
    public static long[]? OfSkin(long[] red, long[] green, long[] blue)
    {
        var wave = new long[red.Length];
        Span<long> first = stackalloc long[Window];
        Span<long> second = stackalloc long[Window];
        for (var from = 0; from + Window <= wave.Length; from++)
        {
            var (r, g, b) = (Sum(red.AsSpan(from, Window)), Sum(green.AsSpan(from, Window)), Sum(blue.AsSpan(from, Window)));
            if (r == 0 || g == 0 || b == 0)
                return null;
            for (var n = 0; n < Window; n++)
            {
                var (rn, gn, bn) = (Relative(red[from + n], r), Relative(green[from + n], g), Relative(blue[from + n], b));
                first[n] = gn - bn;
                second[n] = gn + bn - (2 * rn);
            }

            var below = Spread(second);
            if (below == 0)
                return null;
            var tuning = Root((Spread(first) << 32) / below); // 2^16 is 1
            for (var n = 0; n < Window; n++)
                first[n] += (long)((Int128)tuning * second[n] >> 16);
            var mean = Sum(first) / Window;
            for (var n = 0; n < Window; n++)
                wave[from + n] += first[n] - mean;
        }

        return wave;
    }

    private static long Relative(long value, long sum) => (long)(((Int128)value * Window << Fine) / sum);

    /// <summary>The sum of squares around the mean.</summary>
    private static UInt128 Spread(ReadOnlySpan<long> values)
    {
        var mean = Sum(values) / values.Length;
        UInt128 spread = 0;
        foreach (var value in values)
            spread += (UInt128)((Int128)(value - mean) * (value - mean));
        return spread;
    }

    private static long Root(UInt128 value)
    {
        if (value == 0)
            return 0;
        var root = UInt128.One << ((128 - (int)UInt128.LeadingZeroCount(value) + 1) / 2); // not below the root: Newton comes down to it
        while (true)
        {
            var next = (root + (value / root)) >> 1;
            if (next >= root)
                return (long)root;
            root = next;
        }
    }

    private static long Sum(ReadOnlySpan<long> values)
    {
        long sum = 0;
        foreach (var value in values)
            sum += value;
        return sum;
    }
}
