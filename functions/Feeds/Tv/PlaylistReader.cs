using System.Collections.Immutable;
using System.Globalization;

namespace LiveView.Feeds.Tv;

/// <summary>
/// Reads media playlists of others (RFC 8216), as far as one is needed to know how something was cut. It is strict where a mistake would put
/// segments in the wrong place, and forgives what encoders do: empty lines, CRLF, unknown tags, tags in another order, a tag twice.
/// </summary>
public sealed record PlaylistReader
{
    private PlaylistReader()
    {
    }

    /// <summary>The target duration, in seconds.</summary>
    public required int Target { get; init; }

    /// <summary>The number of the first segment.</summary>
    public long Sequence { get; init; }

    /// <summary>Whether nothing will be added.</summary>
    public bool IsEnded { get; init; }

    /// <summary>The segments: address, and length in milliseconds.</summary>
    public required ImmutableArray<(string Address, long Duration)> Segments { get; init; }

    /// <summary>Reads a playlist, or says what is wrong with it.</summary>
    public static PlaylistReader? Read(string text, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        problem = "";
        int? target = null;
        long? sequence = null;
        long? next = null;
        var isEnded = false;
        var segments = ImmutableArray.CreateBuilder<(string, long)>();
        string[] lines = [.. text.Split('\n').Select(static line => line.TrimEnd('\r'))];
        if (lines[0] != "#EXTM3U")
            problem = "Its first line is not #EXTM3U.";
        foreach (var line in lines.Skip(1).TakeWhile(_ => !isEnded))
        {
            var (tag, value) = Cut(line);
            switch (tag)
            {
                case "#EXT-X-STREAM-INF" or "#EXT-X-MEDIA" or "#EXT-X-I-FRAME-STREAM-INF": problem = "It is a master playlist: name the one of a rendition."; break;
                case "#EXT-X-TARGETDURATION" when target is not null: problem = "It has two target durations."; break;
                case "#EXT-X-TARGETDURATION" when int.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds > 0: target = seconds; break;
                case "#EXT-X-TARGETDURATION": problem = "Its target duration is no number of seconds above 0."; break;
                case "#EXT-X-MEDIA-SEQUENCE" when sequence is not null || segments.Count > 0: problem = "It has two media sequences, or one after a segment."; break;
                case "#EXT-X-MEDIA-SEQUENCE" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number): sequence = number; break;
                case "#EXT-X-MEDIA-SEQUENCE": problem = "Its media sequence is no number from 0."; break;
                case "#EXT-X-BYTERANGE" or "#EXT-X-MAP" or "#EXT-X-KEY" when value != "METHOD=NONE": problem = $"{tag} is not taken: segments are whole MPEG-TS files, in the clear."; break;
                case "#EXTINF" when Milliseconds(value.Split(',')[0]) is { } duration: next = duration; break;
                case "#EXTINF": problem = "A segment has no length."; break;
                case "#EXT-X-ENDLIST": isEnded = true; break;
                case "" when line.Length > 0 && line[0] != '#' && next is { } length:
                    segments.Add((line, length));
                    next = null;
                    break;
                case "" when line.Length > 0 && line[0] != '#': problem = "A segment stands without #EXTINF."; break;
            }

            if (problem.Length > 0)
                return null;
        }

        if (problem.Length == 0 && target is null)
            problem = "It has no target duration.";
        if (problem.Length == 0 && segments.Any(segment => segment.Item2 >= (target * 1_000L) + 500))
            problem = "A segment is longer than the target duration.";
        return problem.Length > 0 ? null : new() { Target = target!.Value, Sequence = sequence ?? 0, IsEnded = isEnded, Segments = segments.DrainToImmutable() }; // looked at just now
    }

    // A tag and what it says; of an address and of an empty line, neither.
    private static (string Tag, string Value) Cut(string line)
    {
        if (!line.StartsWith("#EXT", StringComparison.Ordinal))
            return ("", "");
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (line.TrimEnd(), "") : (line[..colon], line[(colon + 1)..].Trim());
    }

    private static long? Milliseconds(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1_000
            ? (long)Math.Round(seconds * 1_000, MidpointRounding.AwayFromZero)
            : null;
}
