using System.Text.Json;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Patients.Pulse;

/// <summary>Reads a trace: <c>{"site":"face" or "finger","frames":[[t,r,g,b],…]}</c>, t in milliseconds of any clock, colours 0 to 255.</summary>
internal static class TraceReader
{
    /// <summary>Frames come in batches: fewer cost more to carry than they say.</summary>
    private const int Least = 3;

    /// <summary>Two minutes at 30 frames a second.</summary>
    private const int Most = 3_600;

    public static PatientReading Read(JsonElement trace)
    {
        var site = trace.Text("site") switch { "face" => Site.Face, "finger" => Site.Finger, _ => (Site?)null };
        if (site is null || trace.Inner("frames").ValueKind != JsonValueKind.Array)
            return PatientReading.Refused(Rejection.Malformed, "A trace names its site, face or finger, and its frames.");
        if (trace.Inner("frames").GetArrayLength() is < Least or > Most)
            return PatientReading.Refused(Rejection.Malformed, $"A trace brings {Least} to {Most} frames at a time.");
        List<Frame> frames = [];
        foreach (var item in trace.Items("frames"))
        {
            if (Frame(item) is not { } frame)
                return PatientReading.Refused(Rejection.Malformed, "A frame reads [milliseconds, red, green, blue], colours from 0 to 255.");
            frames.Add(frame);
        }

        return new([new PatientFact.Traced(site.Value, frames)]);
    }

    private static Frame? Frame(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Array || item.GetArrayLength() != 4)
            return null;
        Span<int> colours = stackalloc int[3];
        for (var i = 0; i < 3; i++)
        {
            if (item[i + 1].ValueKind != JsonValueKind.Number || PatientJson.Exact(item[i + 1]) is not (>= 0 and <= 255 and var level))
                return null;
            colours[i] = (int)decimal.Round(level * 1_000);
        }

        return item[0].ValueKind == JsonValueKind.Number && PatientJson.Exact(item[0]) is >= 0 and < 1_000_000_000_000_000 and var at
            ? new((long)at, colours[0], colours[1], colours[2])
            : null;
    }
}
