namespace LiveView.Feeds.Tests.Tv;

/// <summary>Where a viewer goes on.</summary>
public sealed class ResumeTests
{
    [Theory]
    [Trait("Requirement", "110")]
    [InlineData(1, 5_000, 1, 5_000, null)] // where it was left
    [InlineData(1, 0, 1, 0, null)]
    [InlineData(1, 21_000, 2, 0, "watched")] // nine tenths
    [InlineData(1, 99_000, 2, 0, "shorter")] // it is another cut now
    [InlineData(9, 5_000, 1, 0, "missing")] // after the last comes the first
    [InlineData(3, 24_000, 1, 0, "watched")]
    public void A_viewer_goes_on_where_it_left_if_that_is_still_there(int episode, long position, int then, long at, string? redirected)
    {
        var resume = new Channel(Channel.Catalogue()).Station.Resume("Alpha & Co <1>", 1, episode, position)!;
        Assert.Equal((then, at, redirected), (resume.Item.Episode, resume.Position, resume.Redirected));
    }

    [Fact]
    [Trait("Requirement", "110")]
    public void An_episode_that_was_taken_out_leads_to_the_next_one()
    {
        var station = new Channel(Channel.Catalogue(without: "shows/Alpha & Co <1>/e2")).Station;
        var resume = station.Resume("Alpha & Co <1>", 1, 2, 5_000)!;
        Assert.Equal((3, 0L, "missing"), (resume.Item.Episode, resume.Position, resume.Redirected));
        Assert.Null(station.Resume("Nobody knows it", 1, 1, 0));
    }
}
