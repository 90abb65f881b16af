using LiveView.Core.Feeds;

namespace LiveView.Feeds.Tests.Sports;

public sealed class StoryTests
{
    private readonly Boards boards = new();

    [Fact]
    public void A_match_is_told_from_the_first_whistle_to_the_last()
    {
        boards.Poll(new EspnMatch());
        boards.Poll(new EspnMatch().Live(1));
        boards.Poll(new EspnMatch().Live(25).Goal("25'").Score(1, 0));
        boards.Poll(new EspnMatch().Status("STATUS_HALFTIME", "in", 1, "45'+2'").Goal("25'").Score(1, 0));
        boards.Poll(new EspnMatch().Live(46, 2).Goal("25'").Score(1, 0));
        boards.Poll(new EspnMatch().FullTime().Goal("25'").Score(1, 0));
        Assert.Equal(["started", "goal", "half-time", "period-started", "finished"], boards.Types);
        Assert.Equal(
            """{"id":"70.25.101.9.1","minute":25,"player":{"id":"9","name":"Player 9"},"side":"home","text":"Goal","type":"goal"}""",
            boards.Log[1].Entry);
        Assert.Equal("""{"away":0,"decided":"regulation","home":1,"id":"finished.1","period":2,"type":"finished"}""", boards.Log[4].Entry);
    }

    [Fact]
    public void A_goal_seen_twice_is_told_once()
    {
        var goal = new EspnMatch().Live(25).Goal("25'").Score(1, 0);
        boards.Poll(goal);
        boards.Poll(new EspnMatch().Live(26).Goal("25'").Score(1, 0));
        boards.Restart();
        boards.Poll(new EspnMatch().Live(27).Goal("25'").Score(1, 0));
        Assert.Single(boards.Types, "goal");
    }

    [Fact]
    public void A_goal_without_a_row_is_a_score_and_its_row_may_come_later()
    {
        boards.Poll(new EspnMatch().Live(24));
        boards.Poll(new EspnMatch().Live(25).Score(0, 1));
        boards.Poll(new EspnMatch().Live(26).Goal("25'", "202").Score(0, 1));
        Assert.Equal(["started", "score", "goal"], boards.Types);
        Assert.Equal("""{"away":1,"clock":"25'","home":0,"id":"score.1","period":1,"points":1,"side":"away","type":"score"}""", boards.Log[1].Entry);
    }

    [Theory]
    [InlineData("97", "Own Goal", "ownGoal", "own-goal")]
    [InlineData("98", "Penalty - Scored", "penaltyKick", "penalty")]
    [InlineData("94", "Yellow Card", "yellowCard", "yellow-card")]
    [InlineData("93", "Red Card", "redCard", "red-card")]
    [InlineData("137", "Goal - Header", "scoringPlay", "goal")]
    [InlineData("999", "Water Break", "other", "incident")]
    public void A_row_has_a_word(string type, string text, string flag, string word)
    {
        boards.Poll(new EspnMatch().Live(25).Row(type, text, "24'", flag: flag));
        Assert.Equal(["started", word], boards.Types);
    }

    [Fact]
    public void Rows_that_say_the_same_are_two_and_a_row_need_not_name_a_player()
    {
        boards.Poll(new EspnMatch().Live(80).Row("94", "Yellow Card", "80'", player: null, flag: "yellowCard")
            .Row("94", "Yellow Card", "80'", player: null, flag: "yellowCard"));
        Assert.Equal(["94.80.101..1", "94.80.101..2"], boards.Log.Skip(1).Select(static line => Boards.Member(line.Entry, "id")));
    }

    [Fact]
    public void A_row_that_was_edited_amends_and_nothing_is_overturned()
    {
        boards.Poll(new EspnMatch().Live(25).Goal("25'", player: null).Score(1, 0));
        boards.Poll(new EspnMatch().Live(27).Row("137", "Goal - Header", "25'").Score(1, 0));
        boards.Poll(new EspnMatch().Live(28).Row("137", "Goal - Header", "24'").Score(1, 0));
        Assert.Equal(["started", "goal", "goal", "goal"], boards.Types);
        Assert.Equal(["", "70.25.101..1", "137.25.101.9.1"], boards.Log.Skip(1).Select(static line => Boards.Member(line.Entry, "amends")));
    }

    [Fact]
    public void A_goal_that_is_taken_back_is_overturned_and_the_score_corrected_and_it_may_be_given_again()
    {
        boards.Poll(new EspnMatch().Live(25).Goal("12'").Goal("25'", player: "10").Score(2, 0));
        boards.Poll(new EspnMatch().Live(27).Goal("12'").Score(1, 0));
        Assert.Equal("2", Boards.Member(boards.Score(), "home.score"));
        boards.Poll(new EspnMatch().Live(27).Goal("12'").Score(1, 0)); // in the same words, and yet heard
        Assert.Equal(["started", "goal", "goal", "overturned", "corrected"], boards.Types);
        Assert.Equal("70.25.101.10.1", Boards.Member(boards.Log[3].Entry, "of"));
        Assert.Equal(
            """{"clock":"27'","id":"corrected.1","new":{"away":0,"home":1},"old":{"away":0,"home":2},"period":1,"type":"corrected"}""",
            boards.Log[4].Entry);
        Assert.Equal("1", Boards.Member(boards.Score(), "home.score"));

        boards.Poll(new EspnMatch().Live(29).Goal("12'").Goal("25'", player: "10").Score(2, 0));
        Assert.Equal("1", Boards.Member(boards.Score(), "home.score")); // what was taken back is believed again when it is said again
        boards.Poll(new EspnMatch().Live(29).Goal("12'").Goal("25'", player: "10").Score(2, 0));
        Assert.Equal("2", Boards.Member(boards.Score(), "home.score"));
        Assert.Equal("70.25.101.10.1.again2", Boards.Member(boards.Log[5].Entry, "id"));
        Assert.Equal(boards.Log.Count, boards.Log.Select(static line => Boards.Member(line.Entry, "id")).Distinct().Count());
    }

    [Fact]
    public void A_list_that_was_not_sent_or_came_empty_beside_the_same_score_takes_nothing_back()
    {
        boards.Poll(new EspnMatch().Live(25).Goal("25'").Score(1, 0));
        boards.Poll(new EspnMatch().Live(26).Score(1, 0));
        var without = new EspnMatch().Live(27).Score(1, 0);
        without.Competition.Remove("details");
        boards.Poll(without);
        Assert.Equal(["started", "goal"], boards.Types);
        boards.Poll(new EspnMatch().Live(28).Score(0, 0));
        Assert.Equal(["started", "goal"], boards.Types);
        boards.Poll(new EspnMatch().Live(28).Score(0, 0));
        Assert.Equal(["started", "goal", "overturned", "corrected"], boards.Types);
    }

    [Fact]
    public void A_change_after_the_end_is_a_correction_and_a_match_may_begin_again_after_its_end()
    {
        boards.Poll(new EspnMatch().Live(89, 2).Score(1, 1));
        boards.Poll(new EspnMatch().FullTime().Score(1, 1));
        boards.Poll(new EspnMatch().FullTime().Score(2, 1));
        Assert.Equal(["started", "finished", "corrected"], boards.Types);
        Assert.Equal("True", Boards.Member(boards.Score(), "home.winner"));
        boards.Poll(new EspnMatch().Live(91, 2).Score(2, 1));
        Assert.Equal("resumed", boards.Types.Last());
        Assert.Equal("", Boards.Member(boards.Score(), "home.winner"));
        boards.Poll(new EspnMatch().FullTime().Score(2, 1));
        Assert.Equal("finished.2", Boards.Member(boards.Log[^1].Entry, "id"));
    }

    [Fact]
    public void A_board_from_before_the_start_is_rejected_and_the_state_stays()
    {
        boards.Poll(new EspnMatch().Live(60, 2).Score(2, 1));
        var before = boards.Score();
        boards.Poll(new EspnMatch());
        var rejected = Assert.IsType<FoldResult.Rejected>(boards.Results[^1]);
        Assert.Equal(Rejection.WrongDocument, rejected.Reason);
        Assert.Equal(before, boards.Score());
        boards.Poll(new EspnMatch().Live(61, 2).Score(2, 1));
        Assert.Equal("61", Boards.Member(boards.Score(), "status.minute"));
        Assert.DoesNotContain("corrected", boards.Types);
    }

    [Fact]
    public void A_match_that_was_put_off_may_be_set_anew_and_suspended_ones_go_on()
    {
        boards.Poll(new EspnMatch());
        boards.Poll(new EspnMatch().Status("STATUS_POSTPONED", "post", null, null, false));
        boards.Poll(new EspnMatch(date: "2026-08-15T19:00Z"));
        boards.Poll(new EspnMatch(date: "2026-08-15T19:00Z").Live(10).Score(1, 0));
        boards.Poll(new EspnMatch(date: "2026-08-15T19:00Z").Status("STATUS_SUSPENDED", "in", 1, "30'").Score(1, 0));
        boards.Poll(new EspnMatch(date: "2026-08-15T19:00Z").Live(30).Score(1, 0));
        boards.Poll(new EspnMatch(date: "2026-08-15T19:00Z").Status("STATUS_ABANDONED", "post", 1, "33'", false).Score(1, 0));
        Assert.Equal(["postponed", "rescheduled", "started", "score", "suspended", "resumed", "abandoned"], boards.Types);
    }

    [Fact]
    public void Overtime_and_breaks_of_four_quarters_are_told()
    {
        var nba = new Boards("basketball/nba");
        static EspnMatch Game(string status, int period, string clock, int home, int away) =>
            new EspnMatch(sport: "40").Status(status, "in", period, clock).Score(home, away);
        nba.Poll(Game("STATUS_IN_PROGRESS", 1, "0:10", 20, 21));
        nba.Poll(Game("STATUS_IN_PROGRESS", 1, "0:02", 23, 21));
        nba.Poll(Game("STATUS_END_PERIOD", 1, "0.0", 23, 21));
        nba.Poll(Game("STATUS_IN_PROGRESS", 2, "11:50", 23, 23));
        nba.Poll(Game("STATUS_HALFTIME", 2, "0.0", 48, 50));
        nba.Poll(Game("STATUS_IN_PROGRESS", 5, "48.3", 100, 101));
        Assert.Equal(
            ["started", "score", "period-ended", "period-started", "score", "score", "score", "half-time", "period-started", "score", "score"],
            nba.Types);
    }
}
