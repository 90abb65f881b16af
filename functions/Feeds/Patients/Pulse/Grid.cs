namespace LiveView.Feeds.Patients.Pulse;

/// <summary>Brings jittered frames to 30 even samples a second, linearly between neighbours.</summary>
internal static class Grid
{
    /// <summary>Samples a second.</summary>
    public const int Rate = 30;

    /// <summary>Values are thousandths of a level times this.</summary>
    private const long Fine = 1_024;

    /// <summary>One colour of frames that lie in order of time, from the first of them on.</summary>
    public static long[] Even(ReadOnlySpan<Frame> frames, Func<Frame, int> colour, int samples)
    {
        var even = new long[samples];
        var next = 1;
        for (var n = 0; n < samples; n++)
        {
            var at = (3 * frames[0].At) + (100L * n); // thirds of a millisecond: 1/30 s is a hundred
            while (next < frames.Length - 1 && 3 * frames[next].At < at)
                next++;
            var (before, after) = (frames[next - 1], frames[next]);
            var (from, to) = (colour(before) * Fine, colour(after) * Fine);
            even[n] = from + ((to - from) * (at - (3 * before.At)) / (3 * (after.At - before.At)));
        }

        return even;
    }
}
