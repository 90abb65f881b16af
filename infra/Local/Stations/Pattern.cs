namespace LiveView.Local.Stations;

/// <summary>An item of the local library: a test pattern, cut into segments.</summary>
/// <param name="Path">Where it lies in the library.</param>
/// <param name="About">What the catalogue says of it, but for its segments.</param>
/// <param name="Cuts">How long each segment is, in milliseconds.</param>
/// <param name="Segments">The segments.</param>
internal sealed record Pattern(string Path, IReadOnlyDictionary<string, object> About, IReadOnlyList<int> Cuts, IReadOnlyList<byte[]> Segments)
{
    /// <summary>Pictures in a second.</summary>
    private const int Rate = 5;

    private const long Clock = 90_000;

    /// <summary>A pattern of so many seconds, in segments of <paramref name="cut"/> seconds; the same numbers make the same bytes.</summary>
    public static Pattern Generate(string path, IReadOnlyDictionary<string, object> about, int number, int seconds, int cut)
    {
        var stream = new TransportStream();
        List<int> cuts = [];
        List<byte[]> segments = [];
        for (var from = 0; from < seconds; from += cut)
        {
            var length = Math.Min(cut, seconds - from);
            cuts.Add(length * 1_000);
            segments.Add(stream.Segment(Enumerable.Range(from, length).SelectMany(second => Pictures(number, second, seconds))));
        }

        return new(path, about, cuts, segments);
    }

    private static IEnumerable<(byte[] Picture, long Time, bool IsKey)> Pictures(int number, int second, int seconds)
    {
        yield return (Avc.Key(new(number, second, seconds)), second * Clock, true);
        for (var picture = 1; picture < Rate; picture++)
            yield return (Avc.Same(picture), (second * Clock) + (picture * Clock / Rate), false);
    }
}
