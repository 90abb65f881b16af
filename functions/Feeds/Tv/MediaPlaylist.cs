using System.Globalization;
using System.Text;

namespace LiveView.Feeds.Tv;

/// <summary>
/// The live media playlist of a station at an instant (RFC 8216). It follows from the playout alone, so every instance and every restart writes
/// the same: the number, the discontinuity and the time of a segment are those of the schedule, not of a process that happened to list it.
/// </summary>
public sealed class MediaPlaylist
{
    /// <summary>Segments that are listed at least, once there are so many.</summary>
    public const int Shortest = 10;

    /// <summary>How much is listed at least, in target durations; the standard wants three.</summary>
    public const int Targets = 6;

    private MediaPlaylist(IReadOnlyList<Segment> segments, int target) => (Segments, Target) = (segments, target);

    /// <summary>The content type.</summary>
    public static string Type => "application/vnd.apple.mpegurl";

    /// <summary>What it lists.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>The target duration, in seconds.</summary>
    public int Target { get; }

    /// <summary>The playlist at an instant; null while nothing has been shown.</summary>
    internal static MediaPlaylist? At(Playout playout, long instant)
    {
        var target = playout.Catalogue.Target;
        // No segment is longer than the target, rounded, so this much time holds more than is listed.
        var last = playout.Segments(instant - ((Shortest + Targets) * (target + 1) * 1_000L), instant).ToList();
        var first = last.Count;
        for (var listed = 0L; first > 0 && (last.Count - first < Shortest || listed < Targets * target * 1_000L); first--)
            listed += last[first - 1].Duration;
        return last.Count == 0 ? null : new([.. last.Skip(first)], target);
    }

    /// <summary>As it is served. Addresses of segments are relative to the playlist's.</summary>
    public override string ToString()
    {
        var first = Segments[0];
        var text = new StringBuilder(2_048);
        text.Append(CultureInfo.InvariantCulture, $"#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:{Target}\n#EXT-X-MEDIA-SEQUENCE:{first.Sequence}\n");
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-DISCONTINUITY-SEQUENCE:{first.Ordinal - (first.IsDiscontinuity ? 1 : 0)}\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        foreach (var segment in Segments)
        {
            if (segment.IsDiscontinuity)
                text.Append("#EXT-X-DISCONTINUITY\n");
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-PROGRAM-DATE-TIME:{Instant.Text(segment.Start)}\n");
            text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{segment.Duration / 1_000}.{segment.Duration % 1_000:D3},\nmedia/{segment.Path.ToAddress()}/{segment.Index}.ts\n");
        }

        return text.ToString();
    }
}
