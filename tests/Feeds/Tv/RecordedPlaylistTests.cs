using LiveView.Feeds.Tv;
using LiveView.Testing.Hls;

namespace LiveView.Feeds.Tests.Tv;

/// <summary>Playlists that others wrote: a real ffmpeg through a kill, and one of every kind. They are not in the repository.</summary>
public sealed class RecordedPlaylistTests
{
    [Fact]
    public void Every_playlist_of_a_recorded_ffmpeg_is_read_and_its_faults_are_found()
    {
        var files = Files("ffmpeg_live_sequence");
        var watch = new PlaylistWatch();
        foreach (var text in files)
        {
            Assert.NotNull(PlaylistReader.Read(text, out var problem));
            Assert.Equal("", problem);
            watch.See(text);
        }

        Assert.Equal(12, watch.Seen);
        Assert.Equal(
            [PlaylistFault.RepeatedDiscontinuity, PlaylistFault.LostDiscontinuity, PlaylistFault.RewrittenProgramTime],
            watch.Faults.Order());
    }

    [Theory]
    [InlineData("master.m3u8", "master playlist")]
    [InlineData("media-playlist-with-byterange.m3u8", "EXT-X-BYTERANGE")]
    [InlineData("media-playlist-with-discontinuity.m3u8", "#EXTM3U")] // a comment stands before it
    public void What_cannot_be_taken_is_refused_with_its_reason(string file, string reason)
    {
        Assert.Null(PlaylistReader.Read(File(file), out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("media-playlist-with-program-date-time.m3u8", 4, 15, true)]
    [InlineData("media-playlist-with-discontinuity-seq.m3u8", 4, 10, false)]
    [InlineData("wowza-vod-chunklist.m3u8", 150, 12, null)]
    public void What_can_be_taken_is_taken(string file, int least, int target, bool? isEnded)
    {
        var playlist = PlaylistReader.Read(File(file), out var problem);
        Assert.Equal("", problem);
        Assert.True(playlist!.Segments.Length >= least);
        Assert.Equal(target, playlist.Target);
        Assert.Equal(isEnded ?? playlist.IsEnded, playlist.IsEnded);
    }

    [Theory]
    [InlineData("", "#EXTM3U")]
    [InlineData("#EXTM3U\n", "no target duration")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:0\n", "above 0")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:\n", "above 0")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-TARGETDURATION:4\n", "two target")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:-1\n", "from 0")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:x\n", "from 0")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:1\n#EXT-X-MEDIA-SEQUENCE:2\n", "two media sequences")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:4\n0.ts\n", "without #EXTINF")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:,\n0.ts\n", "no length")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:9.1,\n0.ts\n", "longer than the target")]
    public void A_playlist_that_lies_is_refused(string text, string reason)
    {
        Assert.Null(PlaylistReader.Read(text, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    private static string File(string name) => System.IO.File.ReadAllText(Path.Combine(Folder("playlists"), name));

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Folder(folder), "*.m3u8").Order(StringComparer.Ordinal).Select(System.IO.File.ReadAllText);

    private static string Folder(string name)
    {
        var fixtures = Environment.GetEnvironmentVariable("LIVEVIEW_FIXTURES");
        Assert.SkipWhen(fixtures is null, "LIVEVIEW_FIXTURES names the folder of recordings, which is not in the repository.");
        return Path.Combine(fixtures, "tv", name);
    }
}
