using System.Globalization;

namespace LiveView.Testing.Hls;

/// <summary>A segment as a playlist lists it.</summary>
/// <param name="Number">Its media sequence number.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Length">Its length in seconds.</param>
/// <param name="Tags">Discontinuity tags that stand before it.</param>
/// <param name="Discontinuity">Discontinuities up to it, since the stream began, as this playlist says.</param>
/// <param name="Time">The time of its first picture.</param>
public sealed record ListedSegment(long Number, string Address, decimal Length, int Tags, long Discontinuity, DateTimeOffset? Time);

/// <summary>A live media playlist as a player reads it: a reader of its own, so that it cannot be wrong together with who writes ours.</summary>
public sealed record LivePlaylist(decimal Target, long Sequence, IReadOnlyList<ListedSegment> Segments)
{
    /// <summary>The number of the last segment.</summary>
    public long Last => Sequence + Segments.Count - 1;

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static LivePlaylist Read(string text)
    {
        string[] lines = [.. text.ReplaceLineEndings("\n").Split('\n')];
        if (lines[0] != "#EXTM3U")
            throw new FormatException("A playlist begins with #EXTM3U.");
        var (target, sequence, discontinuities, tags, segments) = (0m, 0L, 0L, 0, new List<ListedSegment>());
        (decimal Length, DateTimeOffset? Time) next = default;
        foreach (var line in lines.Skip(1).Where(static line => line.Length > 0))
        {
            var value = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..];
            if (line.StartsWith("#EXT-X-TARGETDURATION:", StringComparison.Ordinal))
                target = decimal.Parse(value, CultureInfo.InvariantCulture);
            else if (line.StartsWith("#EXT-X-MEDIA-SEQUENCE:", StringComparison.Ordinal))
                sequence = long.Parse(value, CultureInfo.InvariantCulture);
            else if (line.StartsWith("#EXT-X-DISCONTINUITY-SEQUENCE:", StringComparison.Ordinal))
                discontinuities = long.Parse(value, CultureInfo.InvariantCulture);
            else if (line == "#EXT-X-DISCONTINUITY")
                tags++;
            else if (line.StartsWith("#EXTINF:", StringComparison.Ordinal))
                next.Length = decimal.Parse(value.Split(',')[0], CultureInfo.InvariantCulture);
            else if (line.StartsWith("#EXT-X-PROGRAM-DATE-TIME:", StringComparison.Ordinal))
                next.Time = DateTimeOffset.Parse(value, CultureInfo.InvariantCulture);
            else if (line[0] != '#')
            {
                discontinuities += tags > 0 ? 1 : 0;
                segments.Add(new(sequence + segments.Count, line, next.Length, tags, discontinuities, next.Time));
                (next, tags) = (default, 0);
            }
        }

        return new(target, sequence, segments);
    }
}
