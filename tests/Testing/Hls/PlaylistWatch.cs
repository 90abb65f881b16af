namespace LiveView.Testing.Hls;

/// <summary>What a player that reloads a live playlist must not find (RFC 8216 §6.2.1 and §6.2.2).</summary>
public enum PlaylistFault
{
    /// <summary>The media sequence is smaller than before, or the last segment is an earlier one.</summary>
    WentBack,

    /// <summary>Segments were never listed: a player that reloads in time has missed them.</summary>
    Gap,

    /// <summary>A number is another segment than it was.</summary>
    SegmentChanged,

    /// <summary>The target duration changed, or a segment is longer.</summary>
    Target,

    /// <summary>More than one discontinuity tag stands before one segment.</summary>
    RepeatedDiscontinuity,

    /// <summary>A segment has another number of discontinuities before it than it had: a tag left the window, or came late, and was not counted.</summary>
    LostDiscontinuity,

    /// <summary>A segment has another time than it had.</summary>
    RewrittenProgramTime,

    /// <summary>The time of a segment is not where the one before ended, and nothing says so.</summary>
    ProgramTimeJumps,
}

/// <summary>Compares each playlist of a live stream with all that came before it.</summary>
public sealed class PlaylistWatch
{
    private readonly Dictionary<long, ListedSegment> _known = [];
    private readonly SortedSet<PlaylistFault> _faults = [];
    private LivePlaylist? _before;

    /// <summary>What was found.</summary>
    public IReadOnlySet<PlaylistFault> Faults => _faults;

    /// <summary>Playlists that were looked at.</summary>
    public int Seen { get; private set; }

    /// <summary>Segments that were listed.</summary>
    public int Segments => _known.Count;

    /// <summary>Every segment that was listed, in order.</summary>
    public IEnumerable<ListedSegment> All => _known.Values.OrderBy(static segment => segment.Number);

    /// <summary>Looks at the next playlist.</summary>
    public LivePlaylist See(string text)
    {
        var playlist = LivePlaylist.Read(text);
        if (_before is { } before)
        {
            Note(playlist.Sequence < before.Sequence || playlist.Last < before.Last, PlaylistFault.WentBack);
            Note(playlist.Sequence > before.Last + 1, PlaylistFault.Gap);
            Note(playlist.Target != before.Target, PlaylistFault.Target);
        }

        ListedSegment? last = null;
        foreach (var segment in playlist.Segments)
        {
            Note(segment.Length >= playlist.Target + 0.5m, PlaylistFault.Target);
            Note(segment.Tags > 1, PlaylistFault.RepeatedDiscontinuity);
            if (last is { Time: { } from } && segment.Time is { } to && segment.Tags == 0)
                Note(Math.Abs((to - from).Ticks - (long)(last.Length * TimeSpan.TicksPerSecond)) > TimeSpan.TicksPerSecond / 10, PlaylistFault.ProgramTimeJumps);
            if (_known.TryGetValue(segment.Number, out var known))
            {
                Note(known.Address != segment.Address || known.Length != segment.Length, PlaylistFault.SegmentChanged);
                Note(known.Discontinuity != segment.Discontinuity, PlaylistFault.LostDiscontinuity);
                Note(known.Time != segment.Time, PlaylistFault.RewrittenProgramTime);
            }

            _known[segment.Number] = last = segment;
        }

        (_before, Seen) = (playlist, Seen + 1);
        return playlist;
    }

    private void Note(bool isFault, PlaylistFault fault)
    {
        if (isFault)
            _faults.Add(fault);
    }
}
