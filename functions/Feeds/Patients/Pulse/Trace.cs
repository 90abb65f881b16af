using System.Collections.Immutable;

namespace LiveView.Feeds.Patients.Pulse;

/// <summary>The last seconds of frames, and what they said of the pulse.</summary>
/// <param name="Site">Where they were taken.</param>
/// <param name="Frames">In order of time.</param>
/// <param name="Estimated">Up to which frame the pulse has been estimated.</param>
/// <param name="Last">What was estimated last; null before the first estimate.</param>
internal sealed record Trace(Site Site, ImmutableArray<Frame> Frames, long Estimated, PulseEstimate? Last)
{
    /// <summary>One estimate a second of the trace.</summary>
    private const int Hop = 1_000;

    /// <summary>Frames that are remembered: 12 s at 120 a second.</summary>
    private const int Most = 1_440;

    /// <summary>A clock that goes back so far was set anew: the trace begins again.</summary>
    private const int Back = 10_000;

    public static Trace None { get; } = new(Site.Face, [], 0, null);

    /// <summary>Takes frames, and tells each estimate that they complete. Frames that are not later than those known came twice.</summary>
    public Trace Take(Site site, IReadOnlyList<Frame> frames, List<PulseEstimate> estimates)
    {
        var trace = site == Site && (Frames.IsEmpty || frames[0].At > Frames[^1].At - Back) ? this : None with { Site = site };
        var known = trace.Frames.ToBuilder();
        var (estimated, last) = (trace.Estimated, trace.Last);
        foreach (var frame in frames)
        {
            if (known.Count > 0 && frame.At <= known[^1].At)
                continue;
            if (known.Count == 0)
                estimated = frame.At;
            known.Add(frame);
            if (known.Count > Most)
                known.RemoveAt(0);
            if (frame.At - estimated < Hop)
                continue;
            estimated = frame.At;
            var estimate = PulseReader.Read(site, known.ToArray());
            if (estimate.Reason == "short" && last is null)
                continue; // it has not begun
            last = estimate;
            estimates.Add(estimate);
        }

        while (known.Count > 0 && known[^1].At - known[0].At > PulseReader.Longest + Hop)
            known.RemoveAt(0);
        return new(site, known.ToImmutable(), estimated, last);
    }
}
