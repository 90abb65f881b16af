using LiveView.Feeds.Tv;
using LiveView.Testing.Hls;

namespace LiveView.Feeds.Tests.Tv;

/// <summary>
/// Our live playlists, looked at as a player looks at them, second by second, each from what was committed and nothing else: so a process that was
/// killed in between makes no difference. The faults are those that a recorded ffmpeg has (<see cref="RecordedPlaylistTests"/>).
/// </summary>
public sealed class PlaylistTests
{
    [Fact]
    [Trait("Requirement", "98")]
    public void An_hour_of_playlists_has_none_of_the_faults()
    {
        var watch = Watch(new Channel(Channel.Catalogue()), 3_600, static (_, _) => { });
        Assert.Empty(watch.Faults);
        Assert.True(watch.Segments > 800);
    }

    [Fact]
    [Trait("Requirement", "98")]
    public void No_discontinuity_is_repeated() => Assert.DoesNotContain(PlaylistFault.RepeatedDiscontinuity, Troubled().Faults);

    [Fact]
    [Trait("Requirement", "98")]
    public void A_discontinuity_that_leaves_the_window_is_counted() => Assert.DoesNotContain(PlaylistFault.LostDiscontinuity, Troubled().Faults);

    [Fact]
    [Trait("Requirement", "98")]
    public void The_program_time_of_a_segment_is_never_rewritten() => Assert.DoesNotContain(PlaylistFault.RewrittenProgramTime, Troubled().Faults);

    [Fact]
    [Trait("Requirement", "98")]
    [Trait("Requirement", "100")]
    public void Skips_orders_quarantines_new_catalogues_and_ticks_that_stay_away_make_no_fault()
    {
        var watch = Troubled();
        Assert.Empty(watch.Faults);
        Assert.True(watch.Segments > 800);
    }

    [Fact]
    public void Every_join_is_a_discontinuity_and_within_a_programme_there_is_none()
    {
        var watch = Watch(new Channel(Channel.Catalogue()), 900, static (_, _) => { });
        Assert.All(watch.All.Skip(1), static segment => Assert.Equal(segment.Address.EndsWith("/0.ts", StringComparison.Ordinal) ? 1 : 0, segment.Tags));
    }

    [Fact]
    public void What_is_listed_lasts_six_target_durations_and_is_not_in_the_future()
    {
        var channel = new Channel(Channel.Catalogue());
        for (var second = 60; second < 600; second++)
        {
            var at = Channel.Start.AddSeconds(second);
            channel.Tick(at);
            var segments = LivePlaylist.Read(channel.Playlist(at)!).Segments;
            Assert.True(segments.Sum(static segment => segment.Length) >= 24 && segments.Count >= 10);
            var end = segments[^1].Time!.Value.AddTicks((long)(segments[^1].Length * TimeSpan.TicksPerSecond));
            Assert.True(end <= at && at - end < TimeSpan.FromSeconds(4));
        }
    }

    [Fact]
    public void Without_ticks_a_playlist_stands_still_at_the_edge_and_goes_on_from_there()
    {
        var channel = new Channel(Channel.Catalogue(lead: 12));
        channel.Tick(Channel.Start.AddSeconds(100));
        var edge = channel.Playlist(Channel.Start.AddSeconds(112));
        Assert.Equal(edge, channel.Playlist(Channel.Start.AddSeconds(400)));
        Assert.False(channel.Station.IsSettled(Channel.Start.AddSeconds(113)));
    }

    /// <summary>An hour in which all that can be wanted of a station is wanted, and the hub is late at times.</summary>
    private static PlaylistWatch Troubled() => Watch(new Channel(Channel.Catalogue()), 3_600, static (channel, second) =>
    {
        var at = Channel.Start.AddSeconds(second);
        if (second % 97 == 0)
            channel.Want($"skip-{second}", CommandKind.Skip);
        if (second % 131 == 0)
            channel.Want($"next-{second}", CommandKind.Next, "films/Metropolis");
        if (second % 173 == 0)
            channel.Want($"order-{second}", CommandKind.Reorder, [.. channel.Now.GetProperty("next").EnumerateObject().Take(2).Select(static next => next.Value.GetProperty("path").GetString()!).Reverse()]);
        if (second % 611 is >= 1 and <= 5)
            channel.Probe("shows/Alpha & Co <1>/e2", "missing", at);
        if (second % 611 == 300)
            channel.Probe("shows/Alpha & Co <1>/e2", null, at);
        if (second is 1_000 or 2_000 or 3_000)
            channel.Bring(Channel.Catalogue(version: second, seed: $"{second}", without: second == 2_000 ? ["shows/Běta “2”/e1", "bumpers/one"] : []), at);
    });

    private static PlaylistWatch Watch(Channel channel, int seconds, Action<Channel, int> meanwhile)
    {
        var watch = new PlaylistWatch();
        for (var second = 1; second <= seconds; second++)
        {
            meanwhile(channel, second);
            if (second % 5 == 0 && second % 400 is < 200 or > 230) // for half a minute now and then no tick comes through
                channel.Tick(Channel.Start.AddSeconds(second));
            if (channel.Playlist(Channel.Start.AddSeconds(second)) is { } playlist)
                watch.See(playlist);
        }

        return watch;
    }
}
