using LiveView.Feeds.Tv;

namespace LiveView.Feeds.Tests.Tv;

/// <summary>What is on follows from the catalogue, the seed and the clock.</summary>
public sealed class ScheduleTests
{
    private static readonly long Begin = Channel.Start.ToUnixTimeMilliseconds();

    [Fact]
    [Trait("Requirement", "123")]
    public void The_same_instant_gives_the_same_programme_on_every_instance()
    {
        // One was ticked every few seconds for an hour, the other saw its first tick now; a third reads what the first has committed.
        var (busy, idle) = (new Channel(Channel.Catalogue()), new Channel(Channel.Catalogue()));
        for (var second = 5; second <= 3_600; second += 5)
            busy.Tick(Channel.Start.AddSeconds(second));
        idle.Tick(Channel.Start.AddSeconds(3_600));
        var another = Station.Read(busy.State!)!;
        for (var second = 3_540; second <= 3_612; second++)
        {
            var at = Channel.Start.AddSeconds(second);
            Assert.Equal(busy.Playlist(at), idle.Playlist(at));
            Assert.Equal(busy.Playlist(at), another.Playlist(at)?.ToString());
        }

        Assert.Equal(busy.State!.Documents["now"], idle.State!.Documents["now"]);
        Assert.Equal(busy.State.Documents["guide"], idle.State.Documents["guide"]);
    }

    [Fact]
    public void A_day_ahead_is_covered_without_a_gap_or_an_overlap_and_every_number_follows_the_one_before()
    {
        var playout = new Channel(Channel.Catalogue()).Station.Playout;
        var airings = playout.From(Begin + 7_654_321).TakeWhile(static airing => airing.Start < Begin + 86_400_000).ToList();
        foreach (var (before, after) in airings.Zip(airings.Skip(1)))
        {
            Assert.Equal(before.End, after.Start);
            Assert.Equal(before.Ordinal + 1, after.Ordinal);
            Assert.Equal(before.Sequence + before.Item.Cuts.Count, after.Sequence);
            Assert.Equal(after, playout.At(after.Start));
            Assert.Equal(after, playout.At(after.End - 1));
        }

        Assert.True(airings.Count > 3_000);
    }

    [Fact]
    public void Every_lap_shows_every_programme_once_and_shuffles_in_an_order_of_its_own()
    {
        var catalogue = new Channel(Channel.Catalogue()).Station.Catalogue;
        var laps = Enumerable.Range(0, 20).Select(number => Lap.Of(catalogue, [], number)).ToList();
        Assert.All(laps, lap =>
        {
            Assert.Equal(laps[0].Length, lap.Length);
            Assert.Equal(laps[0].Segments, lap.Segments);
            Assert.Equal(catalogue.Blocks.SelectMany(static block => block.Items).Order(Comparer<MediaPath>.Create(static (a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))),
                lap.Entries.Where(static item => !item.IsBumper).Select(static item => item.Path).Order(Comparer<MediaPath>.Create(static (a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))));
        });
        Assert.True(laps.Select(static lap => string.Join('|', lap.Entries.Select(static item => item.Path))).Distinct().Count() > 15);
        Assert.All(laps, static lap => Assert.Equal(13, lap.Entries.Count(static item => item.IsBumper))); // two after each of six episodes, one after the film
    }

    [Fact]
    public void A_block_in_sequence_keeps_its_order_and_another_seed_is_another_evening()
    {
        var sequence = new Channel(Channel.Catalogue(order: "sequence")).Station;
        Assert.Equal(sequence.Catalogue.Blocks[0].Items, Lap.Of(sequence.Catalogue, [], 7).Entries.Where(static item => item.Series is not null).Select(static item => item.Path));
        var (one, two) = (new Channel(Channel.Catalogue(seed: "one")).Station.Catalogue, new Channel(Channel.Catalogue(seed: "two")).Station.Catalogue);
        Assert.NotEqual(Lap.Of(one, [], 0).Entries.Select(static item => item.Path), Lap.Of(two, [], 0).Entries.Select(static item => item.Path));
    }

    [Fact]
    public void Years_after_its_start_a_station_knows_at_once_what_is_on()
    {
        var playout = new Channel(Channel.Catalogue()).Station.Playout;
        var late = Begin + (20L * 365 * 86_400_000);
        var airing = playout.At(late)!.Value;
        Assert.True(airing.Start <= late && late < airing.End);
        Assert.Equal(airing, playout.From(late - 600_000).First(next => next.End > late));
    }

    [Fact]
    public void Before_its_start_a_station_shows_nothing()
    {
        var channel = new Channel(Channel.Catalogue(), Channel.Start.AddMinutes(-5));
        Assert.Null(channel.Playlist(Channel.Start.AddSeconds(-1)));
        Assert.False(channel.Now.TryGetProperty("on", out _));
        channel.Tick(Channel.Start.AddSeconds(5));
        Assert.Equal(0, channel.Station.Playlist(Channel.Start.AddSeconds(5))!.Segments[0].Sequence);
        Assert.Contains("started", channel.Words);
    }

    [Fact]
    public void The_log_says_once_what_began_and_the_document_moves_only_with_it()
    {
        var channel = new Channel(Channel.Catalogue());
        var (documents, ticks) = (new HashSet<string>(), 0);
        for (var second = 2; second <= 1_200; second += 2, ticks++)
        {
            channel.Tick(Channel.Start.AddSeconds(second));
            channel.Tick(Channel.Start.AddSeconds(second)); // it came twice
            documents.Add(channel.Now.GetRawText());
        }

        var airings = channel.Station.Playout.From(Begin).TakeWhile(static airing => airing.Start <= Begin + 1_200_000).Where(static airing => airing.Start > Begin).ToList();
        Assert.Equal(airings.Where(static airing => !airing.Item.IsBumper).Select(static airing => airing.Item.Path.ToString()),
            channel.Events.Where(static entry => entry.GetProperty("event").GetString() == "started").Select(static entry => entry.GetProperty("path").GetString()));
        Assert.True(documents.Count <= airings.Count + 1 && ticks > documents.Count * 5);
        Assert.Equal(3, channel.Now.GetProperty("next").EnumerateObject().Count());
    }
}
