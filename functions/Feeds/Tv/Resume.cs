namespace LiveView.Feeds.Tv;

/// <summary>Where a viewer goes on in a series.</summary>
/// <param name="Item">The episode.</param>
/// <param name="Position">Where in it, in milliseconds.</param>
/// <param name="Redirected">Why it is another episode than the viewer left: <c>watched</c>, <c>missing</c>, <c>shorter</c>; null where it is the same.</param>
public sealed record Resume(Item Item, long Position, string? Redirected)
{
    // So close to its end an episode counts as watched.
    private const long Remainder = 60_000;

    /// <summary>The episode that a viewer left, if it is still there and not over; else the next that is there; else the first. Null for no series.</summary>
    internal static Resume? In(Catalogue catalogue, string series, int season, int episode, long position)
    {
        Item[] episodes = [.. catalogue.Items.Values.Where(item => item.Series == series).OrderBy(static item => (item.Season, item.Episode))];
        if (episodes.Length == 0)
            return null;
        var left = Array.Find(episodes, item => item.Season == season && item.Episode == episode);
        if (left is not null && position < left.Cuts.Length && !IsWatched(left, position))
            return new(left, position, null);
        var next = Array.Find(episodes, item => (item.Season, item.Episode).CompareTo((season, episode)) > 0);
        return new(next ?? episodes[0], 0, left is null ? "missing" : position >= left.Cuts.Length ? "shorter" : "watched");
    }

    /// <summary>Nine tenths of it were seen, or less than a minute is left; of what is shorter than two minutes, only the tenths count.</summary>
    internal static bool IsWatched(Item item, long position) =>
        position * 10 >= item.Cuts.Length * 9 || (item.Cuts.Length > 2 * Remainder && item.Cuts.Length - position < Remainder);
}
