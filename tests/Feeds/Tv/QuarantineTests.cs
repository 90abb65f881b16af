using LiveView.Core.Feeds;

namespace LiveView.Feeds.Tests.Tv;

/// <summary>Items that cannot be shown.</summary>
public sealed class QuarantineTests
{
    private const string Bad = "shows/Běta “2”/e2";

    [Fact]
    [Trait("Requirement", "102")]
    public void After_five_failures_in_a_row_an_item_is_not_shown_until_it_is_well_again()
    {
        var channel = new Channel(Channel.Catalogue());
        for (var n = 1; n <= 4; n++)
            channel.Probe(Bad, "missing", Channel.Start.AddSeconds(n));
        Assert.Contains(Bad, Coming(channel));
        Assert.Contains(Bad, channel.Station.Doubtful(Channel.Start).Select(static item => item.Path.ToString()));
        channel.Probe(Bad, "missing", Channel.Start.AddSeconds(5));
        Assert.DoesNotContain(Bad, Coming(channel));
        Assert.Equal(("quarantined", "missing"), (channel.Words.Last(), channel.Events[^1].GetProperty("reason").GetString()));
        Assert.Empty(channel.Station.Doubtful(Channel.Start.AddMinutes(9))); // it rests
        Assert.Single(channel.Station.Doubtful(Channel.Start.AddMinutes(11))); // and is looked at again
        channel.Probe(Bad, "missing", Channel.Start.AddMinutes(11));
        Assert.Empty(channel.Station.Doubtful(Channel.Start.AddMinutes(25))); // twice as long this time
        channel.Probe(Bad, null, Channel.Start.AddMinutes(31));
        Assert.Equal("resumed", channel.Words.Last());
        Assert.Contains(Bad, Coming(channel));
    }

    [Fact]
    public void One_success_among_failures_begins_the_count_anew()
    {
        var channel = new Channel(Channel.Catalogue());
        for (var n = 1; n <= 20; n++)
            channel.Probe(Bad, n % 5 == 0 ? null : "slow", Channel.Start.AddSeconds(n));
        Assert.DoesNotContain("quarantined", channel.Words);
        Assert.IsType<FoldResult.Unchanged>(channel.Probe(Bad, null, Channel.Start));
    }

    [Fact]
    public void What_is_on_when_it_is_quarantined_is_left_where_a_segment_ends()
    {
        var channel = new Channel(Channel.Catalogue());
        channel.Tick(Channel.Start.AddSeconds(400));
        var (edge, on) = (channel.Station.Edge, channel.Station.Playout.At(channel.Station.Edge)!.Value);
        for (var n = 1; n <= 5; n++)
            channel.Probe(on.Item.Path.ToString(), "missing", Channel.Start.AddSeconds(400 + n));
        var cut = channel.Station.Playout.At(edge)!.Value;
        Assert.Equal((on.Start, on.Sequence), (cut.Start, cut.Sequence));
        Assert.True(cut.End - edge <= 4_000);
        Assert.DoesNotContain(on.Item.Path.ToString(), channel.Station.Playout.From(cut.End).Take(60).Select(static airing => airing.Item.Path.ToString()));
    }

    [Fact]
    public void If_nothing_is_well_everything_is_shown()
    {
        var channel = new Channel(Channel.Catalogue());
        foreach (var path in channel.Station.Catalogue.Items.Keys.ToList())
        {
            for (var n = 1; n <= 5; n++)
                channel.Probe(path, "timeout", Channel.Start.AddSeconds(n));
        }

        Assert.Equal(9, Coming(channel).Distinct().Count());
    }

    [Fact]
    public void An_item_that_a_new_catalogue_does_not_have_is_forgotten_and_one_that_it_has_stays_out()
    {
        var channel = new Channel(Channel.Catalogue());
        foreach (var path in new[] { Bad, "films/Metropolis" })
        {
            for (var n = 1; n <= 5; n++)
                channel.Probe(path, "missing", Channel.Start.AddSeconds(n));
        }

        channel.Bring(Channel.Catalogue(version: 2, without: Bad), Channel.Start.AddSeconds(9));
        Assert.Equal(["films/Metropolis"], channel.Station.Health.Keys);
        Assert.DoesNotContain("films/Metropolis", Coming(channel));
        Assert.IsType<FoldResult.Unchanged>(channel.Probe(Bad, "missing", Channel.Start));
    }

    private static List<string> Coming(Channel channel) =>
        [.. channel.Station.Playout.From(channel.Station.Edge).Skip(1).Take(60).Select(static airing => airing.Item.Path.ToString())];
}
