using LiveView.Core.Feeds;

namespace LiveView.Feeds.Tests.Sports;

public sealed class SplitTests
{
    private static readonly EspnMatch First = new EspnMatch("1").Live(10);
    private static readonly EspnMatch Second = new EspnMatch("2", home: "Chelsea", away: "Everton").Live(10);
    private static readonly EspnMatch Third = new EspnMatch("3", home: "Fulham", away: "Burnley").Live(10);

    [Fact]
    public void A_board_becomes_one_raw_a_match_with_the_provider_s_own_bytes()
    {
        var split = new Boards().Split(Boards.Json("eng.1", First, Second));
        Assert.Equal([First.ToString(), Second.ToString()], split.Raws.Select(raw => Boards.Text(raw.Body)));
        Assert.Equal(
            ["sports:eng.1.20260815.leedsunited.arsenal", "sports:eng.1.20260815.everton.chelsea"],
            split.Raws.Select(raw => raw.Topic.ToString()));
        Assert.All(split.Raws, raw => Assert.Equal(("espn", "soccer/eng.1", Boards.Noon), (raw.Provider, raw.Target, raw.Received)));
    }

    [Fact]
    public void The_same_body_again_says_nothing_but_still_how_soon_to_ask()
    {
        var boards = new Boards();
        boards.Split(Boards.Json("eng.1", First, Second));
        var again = boards.Split(Boards.Json("eng.1", First, Second));
        Assert.Empty(again.Raws);
        Assert.Equal((2, Phase.Live), (again.Unchanged, again.Phase));
    }

    [Fact]
    public void Only_the_match_that_changed_is_passed_on()
    {
        var boards = new Boards();
        boards.Split(Boards.Json("eng.1", First, Second, Third));
        var goal = new EspnMatch("2", home: "Chelsea", away: "Everton").Live(11).Score(1, 0);
        var split = boards.Split(Boards.Json("eng.1", First, goal, Third));
        Assert.Equal(goal.ToString(), Boards.Text(Assert.Single(split.Raws).Body));
        Assert.Equal(2, split.Unchanged);
    }

    [Fact]
    [Trait("Requirement", "21")]
    public void Odds_that_move_say_nothing()
    {
        var boards = new Boards();
        boards.Split(Boards.Json("eng.1", First, Second));
        var split = boards.Split(Boards.Json(
            "eng.1", new EspnMatch("1").Live(10).Odds("HOME -2.5"), new EspnMatch("2", home: "Chelsea", away: "Everton").Live(10).Odds("EVEN")));
        Assert.Empty(split.Raws);
        Assert.Equal(2, split.Unchanged);
    }

    [Theory]
    [InlineData("""[{"details":"a much longer line than before, with ] and } and \" in it","x":[[],{}]}]""")]
    [InlineData("[]")]
    [InlineData("""{"is":"an object now"}""")]
    [InlineData("null")]
    [InlineData("17")]
    public void Odds_of_any_length_and_kind_say_nothing(string odds)
    {
        static EspnMatch Match(string id, string home, string? odds = null)
        {
            var match = new EspnMatch(id, home: home).Live(10);
            match.Competition["tickets"] = System.Text.Json.Nodes.JsonNode.Parse(odds ?? """[{"summary":"from $20"}]""");
            match.Competition["odds"] = System.Text.Json.Nodes.JsonNode.Parse(odds ?? """[{"details":"EVEN"}]""");
            return match;
        }

        var boards = new Boards();
        boards.Split(Boards.Json("eng.1", Match("1", "Arsenal"), Match("2", "Chelsea"), Match("3", "Fulham")));
        for (var round = 0; round < 2; round++)
        {
            var split = boards.Split(Boards.Json("eng.1", Match("1", "Arsenal", odds), Match("2", "Chelsea", odds), Match("3", "Fulham", odds)));
            Assert.Equal((0, 3), (split.Raws.Count, split.Unchanged));
            var back = boards.Split(Boards.Json("eng.1", Match("1", "Arsenal"), Match("2", "Chelsea", odds), Match("3", "Fulham").Score(1, 0)));
            Assert.Equal((1, 2), (back.Raws.Count, back.Unchanged));
            Assert.Equal(Match("3", "Fulham").Score(1, 0).ToString(), Boards.Text(back.Raws[0].Body));
            Assert.Single(boards.Split(Boards.Json("eng.1", Match("1", "Arsenal"), Match("2", "Chelsea"), Match("3", "Fulham"))).Raws);
            boards.Now = boards.Now.AddMinutes(12); // a goal less is said again for a while
            Assert.Single(boards.Split(Boards.Json("eng.1", Match("1", "Arsenal"), Match("2", "Chelsea"), Match("3", "Fulham"))).Raws);
        }
    }

    [Theory]
    [InlineData("]")]
    [InlineData("[{]")]
    [InlineData("[{\"a\":}]")]
    [InlineData("[1,]")]
    [InlineData("")]
    public void Odds_that_are_torn_tear_the_board(string odds)
    {
        var boards = new Boards();
        var good = Boards.Json("eng.1", First, Second);
        boards.Split(good);
        var split = boards.Split(good.Replace("""[{"details":"HOME -1.5","overUnder":2.5}]""", odds, StringComparison.Ordinal));
        Assert.Equal(Rejection.Malformed, Assert.Single(split.Refusals).Reason);
        Assert.Empty(split.Raws);
    }

    [Fact]
    public void Matches_may_come_in_any_order_and_new_ones_between()
    {
        var boards = new Boards();
        boards.Split(Boards.Json("eng.1", First, Second));
        var split = boards.Split(Boards.Json("eng.1", Second, Third, First));
        Assert.Equal(Third.ToString(), Boards.Text(Assert.Single(split.Raws).Body));
        Assert.Equal(2, split.Unchanged);
    }

    [Fact]
    public void A_match_that_is_not_listed_is_not_forgotten()
    {
        var boards = new Boards();
        boards.Split(Boards.Json("eng.1", First, Second));
        Assert.Empty(boards.Split(Boards.Json("eng.1", First)).Raws);
        Assert.Empty(boards.Split(Boards.Json("eng.1", First, Second)).Raws);
    }

    [Fact]
    public void A_match_that_stands_twice_counts_once_the_last_time()
    {
        var later = new EspnMatch("1").Live(12);
        var split = new Boards().Split(Boards.Json("eng.1", First, later));
        Assert.Equal(later.ToString(), Boards.Text(Assert.Single(split.Raws).Body));
        Assert.Equal(First.ToString(), Boards.Text(Assert.Single(split.Refusals).Bytes));

        var same = new Boards().Split(Boards.Json("eng.1", First, First));
        Assert.Single(same.Raws);
        Assert.Empty(same.Refusals);
        Assert.Equal(1, same.Unchanged);
    }

    [Fact]
    public void White_space_between_matches_is_no_matter()
    {
        var json = $$"""
            { "events" : [
              {{First}} ,
              {{Second}}
            ] , "leagues" : [ { "slug" : "eng.1" } ] }
            """;
        var boards = new Boards();
        Assert.Equal(2, boards.Split(json).Raws.Count);
        Assert.Equal(2, boards.Split(json.Replace(" , ", "\n,\t", StringComparison.Ordinal)).Unchanged);
    }

    [Fact]
    public void A_mark_at_the_beginning_is_stripped()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. Boards.Bytes(Boards.Json("eng.1", First))];
        Assert.Single(new Boards().Split(body).Raws);
    }

    [Theory]
    [InlineData("2026-08-15T12:30Z", Phase.Pre)]
    [InlineData("2026-08-15T11:30Z", Phase.Pre)]
    [InlineData("2026-08-15T13:30Z", Phase.Scheduled)]
    [InlineData("2026-08-14T12:30Z", Phase.Scheduled)]
    public void What_begins_within_the_hour_or_is_late_is_waited_for(string start, Phase expected) =>
        Assert.Equal(expected, new Boards().Split(Boards.Json("eng.1", new EspnMatch(date: start))).Phase);

    [Fact]
    public void The_most_urgent_match_decides_and_the_next_start_is_the_next_that_has_not_begun()
    {
        var split = new Boards().Split(Boards.Json(
            "eng.1",
            new EspnMatch("1", home: "A A").FullTime(),
            new EspnMatch("2", home: "B B", date: "2026-08-16T15:00Z"),
            new EspnMatch("3", home: "C C", date: "2026-08-15T17:00Z"),
            new EspnMatch("4", home: "D D").Status("STATUS_HALFTIME", "in", 1, "45'")));
        Assert.Equal(Phase.Break, split.Phase);
        Assert.Equal(new DateTimeOffset(2026, 8, 15, 17, 0, 0, TimeSpan.Zero), split.NextStart);
    }

    [Fact]
    public void A_board_without_matches_is_a_board_without_a_phase()
    {
        var split = new Boards().Split(Boards.Json("eng.1"));
        Assert.Empty(split.Refusals);
        Assert.NotNull(split.Memory);
        Assert.Null(split.Phase);
    }

    [Fact]
    public void The_memory_of_another_target_is_none()
    {
        var feed = new Boards().Feed;
        var body = Boards.Bytes(Boards.Json("eng.1", First));
        var memory = feed.Split(new("espn", "soccer/eng.1", body, Boards.Noon), null).Memory;
        var other = Boards.Bytes(Boards.Json("eng.2", First));
        Assert.Single(feed.Split(new("espn", "soccer/eng.2", other, Boards.Noon), memory).Raws);
    }
}
