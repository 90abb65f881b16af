namespace LiveView.Feeds.Patients.Pulse;

/// <summary>The strongest beat in a wave between 42 and 240 a minute, and how far it stands out. In integers: see <see cref="Wave"/>.</summary>
internal static class Spectrum
{
    /// <summary>Frequencies are quarters of a beat a minute.</summary>
    private const int Least = 42 * 4;

    private const int Most = 240 * 4;

    /// <summary>0.1 Hz: what is so near to the beat or its double belongs to it.</summary>
    private const int Near = 24;

    // 10^(1/100): a step of a tenth of a decibel.
    private const decimal Tenth = 1.0232929922807541309662751748m;

    /// <summary>The beat in quarters a minute, and its distance from the rest in tenths of a decibel; null when the strongest stands at an edge, where it is none.</summary>
    public static (int Quarters, int Tenths)? Strongest(long[] wave)
    {
        var windowed = Windowed(wave);
        var powers = new ulong[Most - Least + 1];
        for (var quarter = Least; quarter <= Most; quarter++)
            powers[quarter - Least] = Power(windowed, quarter);
        var peak = Array.IndexOf(powers, powers.Max());
        if (peak == 0 || peak == powers.Length - 1)
            return null;
        UInt128 beat = 0, rest = 0;
        for (var i = 0; i < powers.Length; i++)
        {
            if (Math.Abs(i - peak) <= Near || Math.Abs(i + Least - (2 * (peak + Least))) <= Near)
                beat += powers[i];
            else
                rest += powers[i];
        }

        return (peak + Least, Decibels(beat, rest));
    }

    /// <summary>Without its mean, under a Hann window, and as large as 20 bits allow.</summary>
    private static long[] Windowed(long[] wave)
    {
        var mean = wave.Sum() / wave.Length;
        var largest = Math.Max(1, wave.Max(value => Math.Abs(value - mean)));
        var shaped = new long[wave.Length];
        for (var n = 0; n < wave.Length; n++)
        {
            var hann = (Cosine.One - Cosine.At((int)((long)n * Cosine.Turn / (wave.Length - 1) % Cosine.Turn))) / 2;
            shaped[n] = (long)((Int128)(wave[n] - mean) * hann / largest);
        }

        return shaped;
    }

    // A sum is below 2^49; without its last 19 bits its square fits.
    private static ulong Power(long[] wave, int quarters)
    {
        long real = 0, imaginary = 0;
        var phase = 0;
        foreach (var value in wave)
        {
            real += value * Cosine.At(phase);
            imaginary += value * Cosine.At(phase >= 1_800 ? phase - 1_800 : phase + 5_400); // a sine is a cosine a quarter later
            phase = (phase + quarters) % Cosine.Turn; // quarters/240 Hz at 30 samples a second
        }

        (real, imaginary) = (real >> 19, imaginary >> 19);
        return (ulong)((real * real) + (imaginary * imaginary));
    }

    private static int Decibels(UInt128 beat, UInt128 rest)
    {
        const int Largest = 300;
        if (rest == 0)
            return Largest;
        var ratio = (decimal)(beat * 1_000_000 / rest) / 1_000_000;
        var (tenths, level) = (0, 1m);
        while (level * Tenth <= ratio && tenths < Largest)
            (tenths, level) = (tenths + 1, level * Tenth);
        while (level > ratio && tenths > -Largest)
            (tenths, level) = (tenths - 1, level / Tenth);
        return tenths;
    }
}
