namespace LiveView.Feeds.Patients.Pulse;

/// <summary>
/// Estimates the pulse from up to 12 s of frames:
/// <code>
///   after the last gap ─▶ 30 even samples a second ─▶ wave ─▶ spectrum ─▶ is it good enough?
///   face: POS, and green must agree        finger: red (green and blue are dark there, and often 0)
/// </code>
/// An estimate is not a measurement of a medical device, and a doubtful one is no reading.
/// </summary>
internal static class PulseReader
{
    /// <summary>Frames that are looked at.</summary>
    public const int Longest = 12_000;

    /// <summary>Fewer seconds hold too few beats.</summary>
    private const int Shortest = 8_000;

    /// <summary>A longer pause between frames cuts the trace.</summary>
    private const int Gap = 500;

    /// <summary>Two methods that differ by more, in quarters of a beat, did not see the same.</summary>
    private const int Agree = 6 * 4;

    /// <summary>From here on a reading is good: as much power in the beat as in all the rest.</summary>
    private const int Good = 0;

    /// <summary>
    /// Below −2 dB nothing is a pulse: the reference puts recorded faces that cannot be read under −4 dB, and what fingers say between −2 and
    /// 0 dB is right to a few beats, so it is shown and not scored (decision 0017). A face must be good: of 60 of nothing but noise one came to
    /// more than −2 dB.
    /// </summary>
    private const int Least = -20;

    /// <summary>Estimates from frames that lie in order of time.</summary>
    public static PulseEstimate Read(Site site, ReadOnlySpan<Frame> frames)
    {
        frames = Unbroken(frames);
        if (frames.Length < 2 || frames[^1].At - frames[0].At < Shortest)
            return PulseEstimate.None("short");
        var samples = (int)((frames[^1].At - frames[0].At) * Grid.Rate / 1_000);
        var wave = site == Site.Finger ? Wave.OfOne(Grid.Even(frames, static frame => frame.Red, samples)) : Skin(frames, samples);
        if (wave is null)
            return PulseEstimate.None("flat");
        if (Spectrum.Strongest(wave) is not { } found)
            return PulseEstimate.None("edge");
        if (found.Tenths < (site == Site.Face ? Good : Least))
            return PulseEstimate.None("weak", found.Tenths);
        if (site == Site.Face && !GreenAgrees(frames, samples, found.Quarters))
            return PulseEstimate.None("disagree", found.Tenths);
        return new((found.Quarters + 2) / 4, found.Tenths, found.Tenths < Good ? "low" : null);
    }

    private static long[]? Skin(ReadOnlySpan<Frame> frames, int samples) => Wave.OfSkin(
        Grid.Even(frames, static frame => frame.Red, samples), Grid.Even(frames, static frame => frame.Green, samples), Grid.Even(frames, static frame => frame.Blue, samples));

    private static bool GreenAgrees(ReadOnlySpan<Frame> frames, int samples, int quarters) =>
        Wave.OfOne(Grid.Even(frames, static frame => frame.Green, samples)) is { } green
        && Spectrum.Strongest(green) is { } other && Math.Abs(other.Quarters - quarters) <= Agree;

    /// <summary>The last frames without a pause between them, at most 12 s.</summary>
    private static ReadOnlySpan<Frame> Unbroken(ReadOnlySpan<Frame> frames)
    {
        var first = frames.Length - 1;
        while (first > 0 && frames[first].At - frames[first - 1].At <= Gap && frames[^1].At - frames[first - 1].At <= Longest)
            first--;
        return frames.Length == 0 ? frames : frames[first..];
    }
}
