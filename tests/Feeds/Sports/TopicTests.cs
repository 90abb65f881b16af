using LiveView.Core.Feeds;
using LiveView.Feeds.Sports;

namespace LiveView.Feeds.Tests.Sports;

public sealed class TopicTests
{
    private static string Topic(string target, string sport, string date, string home, string homeAbbr, string away, string awayAbbr)
    {
        var match = new EspnMatch(sport: sport, date: date, home: home, away: away);
        match.Home["team"]!["abbreviation"] = homeAbbr;
        match.Away["team"]!["abbreviation"] = awayAbbr;
        var boards = new Boards(target);
        return Assert.Single(boards.Poll(match).Raws).Topic.ToString();
    }

    [Theory]
    [InlineData("basketball/nba", "40", "2026-11-21T03:30Z", "Los Angeles Lakers", "LAL", "Boston Celtics", "BOS", "sports:nba.20261120.bos.lal")]
    [InlineData("basketball/nba", "40", "2026-07-02T03:30Z", "Golden State Warriors", "GS", "New York Knicks", "NY", "sports:nba.20260701.nyk.gsw")]
    [InlineData("football/nfl", "20", "2026-11-01T05:59Z", "Washington Commanders", "WSH", "New York Jets", "NYJ", "sports:nfl.20261101.nyj.was")]
    [InlineData("hockey/nhl", "70", "2026-11-02T04:30Z", "Los Angeles Kings", "LA", "New Jersey Devils", "NJ", "sports:nhl.20261101.njd.lak")]
    [InlineData("baseball/mlb", "1", "2026-03-08T04:30Z", "Arizona Diamondbacks", "ARI", "Chicago White Sox", "CHW", "sports:mlb.20260307.cws.az")]
    [InlineData("soccer/usa.1", "600", "2022-09-18T02:30Z", "LA Galaxy", "LA", "CF Montréal", "MTL", "sports:usa.1.20220917.montreal.lagalaxy")]
    [InlineData("soccer/esp.1", "600", "2026-09-18T22:30Z", "Atlético Madrid", "ATM", "Málaga CF", "MAL", "sports:esp.1.20260918.malaga.atleticomadrid")]
    [InlineData("soccer/fifa.world", "600", "2026-07-02T00:00Z", "United States", "USA", "Congo DR", "COD", "sports:fifa.world.20260702.drcongo.usa")]
    [InlineData("soccer/swe.1", "600", "2026-07-02T00:00Z", "Bodø/Glimt", "BOD", "Łódź", "LOD", "sports:swe.1.20260702.lodz.bodoglimt")]
    [InlineData("soccer/fifa.world", "600", "2026-07-15T19:00Z", "Quarterfinal 4 Winner", "QW4", "Round of 32 11 Winner", "RD32", "sports:fifa.world.20260715.roundof3211winner.quarterfinal4winner")]
    public void A_topic_is_league_date_away_and_home(
        string target, string sport, string date, string home, string homeAbbr, string away, string awayAbbr, string topic) =>
        Assert.Equal(topic, Topic(target, sport, date, home, homeAbbr, away, awayAbbr));

    [Theory]
    [InlineData("2026-03-08T06:59Z", "20260308")] // 01:59 standard time
    [InlineData("2026-03-08T04:59Z", "20260307")]
    [InlineData("2026-03-09T03:59Z", "20260308")] // daylight time has begun
    [InlineData("2026-11-01T03:59Z", "20261031")]
    [InlineData("2026-11-02T04:59Z", "20261101")] // and ended
    [InlineData("2026-07-05T03:59Z", "20260704")]
    public void The_evening_of_a_game_is_in_eastern_time(string start, string date) =>
        Assert.StartsWith($"sports:nhl.{date}.", Topic("hockey/nhl", "70", start, "A A", "AAA", "B B", "BBB"), StringComparison.Ordinal);

    [Fact]
    public void Sides_that_are_not_known_are_told_apart_by_the_event()
    {
        var match = new EspnMatch("4015");
        match.Home["team"] = System.Text.Json.Nodes.JsonNode.Parse("""{"id":"-1","abbreviation":"TBD","displayName":"TBD"}""");
        Assert.Equal("sports:eng.1.20260815.leedsunited.tbd4015", Assert.Single(new Boards().Poll(match).Raws).Topic.ToString());
    }

    [Fact]
    public void A_kick_off_moved_past_midnight_is_the_same_match()
    {
        var boards = new Boards();
        boards.Poll(new EspnMatch(date: "2026-08-15T22:00Z"));
        boards.Poll(new EspnMatch(date: "2026-08-16T00:30Z"));
        boards.Poll(new EspnMatch(date: "2026-08-16T00:45Z").Live(1));
        Assert.Equal("sports:eng.1.20260815.leedsunited.arsenal", Assert.Single(boards.States).Key);
        Assert.Equal(["rescheduled", "rescheduled", "started"], boards.Types);
    }

    [Fact]
    public void A_match_put_off_to_another_day_is_another_topic_and_the_old_one_tells_where()
    {
        var boards = new Boards();
        boards.Poll(new EspnMatch(date: "2026-08-15T14:00Z"));
        boards.Poll(new EspnMatch(date: "2026-08-19T18:00Z"));
        const string Old = "sports:eng.1.20260815.leedsunited.arsenal", New = "sports:eng.1.20260819.leedsunited.arsenal";
        Assert.Equal([Old, New], boards.States.Keys);
        Assert.Equal(New, Boards.Member(boards.Score(Old), "moved"));
        Assert.Equal((Phase.Finished, Phase.Scheduled), (boards.States[Old].Phase, boards.States[New].Phase));
        Assert.Equal((Old, """{"id":"moved.1","to":"sports:eng.1.20260819.leedsunited.arsenal","type":"moved"}"""), Assert.Single(boards.Log));
        boards.Poll(new EspnMatch(date: "2026-08-19T18:00Z").Odds("x"));
        Assert.Single(boards.Log);
    }

    [Fact]
    public void A_placeholder_that_is_filled_is_another_topic_and_the_old_one_tells_where()
    {
        var boards = new Boards();
        boards.Poll(new EspnMatch(home: "Semifinal 1 Winner"));
        boards.Poll(new EspnMatch(home: "Portugal"));
        Assert.Equal(
            "sports:eng.1.20260815.leedsunited.portugal",
            Boards.Member(boards.Score("sports:eng.1.20260815.leedsunited.semifinal1winner"), "moved"));
        Assert.Equal("Portugal v Leeds United", boards.State("sports:eng.1.20260815.leedsunited.portugal").Title);
    }

    [Fact]
    public void The_second_match_of_a_double_header_has_a_number_whatever_the_order_of_the_board()
    {
        var boards = new Boards("baseball/mlb");
        var late = new EspnMatch("1", sport: "1", date: "2026-08-15T23:00Z");
        var early = new EspnMatch("2", sport: "1", date: "2026-08-15T17:00Z");
        var split = boards.Poll(late, early);
        Assert.Equal(["sports:mlb.20260815.lee.ars.2", "sports:mlb.20260815.lee.ars"], split.Raws.Select(static raw => raw.Topic.ToString()));
        var next = boards.Poll(late.Status("STATUS_IN_PROGRESS", "in", 1, "0:00", detail: "Top 1st"));
        Assert.Equal("sports:mlb.20260815.lee.ars.2", Assert.Single(next.Raws).Topic.ToString());
        boards.Restart();
        Assert.Equal(["sports:mlb.20260815.lee.ars.2", "sports:mlb.20260815.lee.ars"], boards.Poll(late, early).Raws.Select(static raw => raw.Topic.ToString()));
    }

    [Fact]
    public void A_raw_for_a_topic_that_it_does_not_belong_to_and_that_never_was_is_rejected()
    {
        var raw = Assert.Single(new Boards().Poll(new EspnMatch()).Raws);
        var lost = raw with { Topic = LiveView.Core.Topics.Topic.Parse("sports:eng.1.20260815.x.y") };
        Assert.Equal(Rejection.NoTopic, Assert.IsType<FoldResult.Rejected>(new SportsFeed().Fold(null, lost)).Reason);
    }

    [Fact]
    public void The_catalog_knows_the_feed_and_its_tiers()
    {
        var feed = FeedCatalog.All["sports"];
        Assert.Equal("sports", feed.Name);
        Assert.Equal(["score", "stats", "events"], feed.Tiers.Select(static tier => tier.Name));
    }
}
