namespace LiveView.Feeds.Patients.Pulse;

/// <summary>
/// Cosines as integers, a turn in 7,200 steps: at 30 samples a second and quarters of a beat a minute every phase is a whole step. They are
/// summed up in decimals, so that they are the same on every machine.
/// </summary>
internal static class Cosine
{
    /// <summary>Steps of a turn.</summary>
    public const int Turn = 7_200;

    /// <summary>What 1 is: 2^20.</summary>
    public const int One = 1 << 20;

    private const decimal Pi = 3.1415926535897932384626433833m;

    private static readonly int[] Steps = [.. Enumerable.Range(0, Turn).Select(static step => Of(step))];

    /// <summary>The cosine of a step, times <see cref="One"/>.</summary>
    public static int At(int step) => Steps[step];

    private static int Of(int step)
    {
        if (step > Turn / 2)
            return Of(Turn - step);
        if (step > Turn / 4)
            return -Of((Turn / 2) - step);
        var (angle, term, sum) = (2 * Pi * step / Turn, 1m, 1m);
        for (var n = 2; n <= 26; n += 2) // x^26/26! is below 2^-60 in a quarter of a turn
        {
            term *= -angle * angle / (n * (n - 1));
            sum += term;
        }

        return (int)decimal.Round(sum * One);
    }
}
