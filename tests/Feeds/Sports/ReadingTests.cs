using System.Text.Json.Nodes;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Tests.Sports;

/// <summary>One field after the other, as providers really send it.</summary>
public sealed class ReadingTests
{
    [Theory]
    [InlineData("\"2\"", "2", "")]
    [InlineData("2", "2", "")]
    [InlineData("2.0", "2", "")]
    [InlineData("""{"value":2.0,"displayValue":"2","$ref":"x"}""", "2", "")]
    [InlineData("""{"displayValue":"155/6"}""", "", "155/6")]
    [InlineData("null", "", "")]
    [InlineData("\"\"", "", "")]
    [InlineData("\"-14\"", "", "-14")]
    [InlineData("\"E\"", "", "E")]
    [InlineData("\"125/3 (16/20 ov, target 156)\"", "", "125/3 (16/20 ov, target 156)")]
    [InlineData("[]", "", "")]
    [InlineData("true", "", "")]
    [InlineData("2.5", "", "")]
    [InlineData("99999999999", "", "")]
    public void A_score_is_a_number_or_a_text_or_not_said(string json, string score, string text)
    {
        var match = new EspnMatch().Live(10);
        match.Home["score"] = JsonNode.Parse(json);
        var boards = new Boards();
        boards.Poll(match);
        Assert.Equal(score, Boards.Member(boards.Score(), "home.score"));
        Assert.Equal(text, Boards.Member(boards.Score(), "home.scoreText"));
    }

    [Theory]
    [InlineData("STATUS_SCHEDULED", "pre", false, 0, "scheduled", "scheduled", Phase.Scheduled)]
    [InlineData("STATUS_IN_PROGRESS", "in", false, 1, "live", "in-progress", Phase.Live)]
    [InlineData("STATUS_FINAL", "post", true, 4, "finished", "final", Phase.Finished)]
    [InlineData("STATUS_POSTPONED", "post", false, 0, "postponed", "postponed", Phase.Finished)]
    [InlineData("STATUS_HALFTIME", "in", false, 1, "break", "halftime", Phase.Break)]
    [InlineData("STATUS_OVERTIME", "in", false, 3, "live", "overtime", Phase.Live)]
    [InlineData("STATUS_FINAL_PEN", "post", true, 5, "finished", "final-pen", Phase.Finished)]
    [InlineData("STATUS_CANCELED", "post", false, 0, "cancelled", "canceled", Phase.Finished)]
    [InlineData("STATUS_CANCELLED", "post", true, 0, "cancelled", "cancelled", Phase.Finished)]
    [InlineData("STATUS_SUSPENDED", "in", false, 5, "suspended", "suspended", Phase.Finished)]
    [InlineData("STATUS_DELAYED", "pre", false, 0, "scheduled", "delayed", Phase.Scheduled)]
    [InlineData("STATUS_DELAYED", "in", false, 3, "break", "delayed", Phase.Break)]
    [InlineData("STATUS_END_OF_EXTRATIME", "in", false, 4, "break", "end-of-extratime", Phase.Break)]
    [InlineData("STATUS_SHOOTOUT", "in", false, 5, "live", "shootout", Phase.Live)]
    [InlineData("STATUS_NEW_IN_2027", "in", false, 1, "live", "new-in-2027", Phase.Live)]
    [InlineData("STATUS_NEW_IN_2027", "pre", false, 0, "scheduled", "new-in-2027", Phase.Scheduled)]
    [InlineData("STATUS_PLAY_COMPLETE", "post", true, 1, "finished", "play-complete", Phase.Finished)]
    [InlineData("STATUS_PLAY_COMPLETE", "post", false, 1, "suspended", "play-complete", Phase.Finished)]
    [InlineData("STATUS_WHATEVER", "post", false, 0, "postponed", "whatever", Phase.Finished)]
    [InlineData(null, "in", false, 1, "live", "live", Phase.Live)]
    [InlineData(null, "post", true, 2, "finished", "finished", Phase.Finished)]
    [InlineData("STATUS_FINAL", "in", false, 4, "live", "final", Phase.Live)]
    [InlineData("STATUS_FULL_TIME", null, true, 2, "finished", "full-time", Phase.Finished)]
    public void A_status_is_read_by_its_name_or_else_by_its_state(
        string? name, string? state, bool completed, int period, string phase, string word, Phase urgency)
    {
        var boards = new Boards();
        boards.Poll(new EspnMatch().Status(name, state, period, "12'", completed));
        Assert.Equal((phase, word), (Boards.Member(boards.Score(), "status.phase"), Boards.Member(boards.Score(), "status.name")));
        Assert.Equal(urgency, boards.State().Phase);
    }

    [Theory]
    [InlineData("90'+4'", "90", "4")]
    [InlineData("25'", "25", "")]
    [InlineData("120'", "120", "")]
    [InlineData("7:25", "", "")]
    [InlineData("48.3", "", "")]
    [InlineData("90+4", "", "")]
    [InlineData("'", "", "")]
    [InlineData("90'+", "", "")]
    public void The_minute_is_what_the_clock_shows(string clock, string minute, string added)
    {
        var boards = new Boards();
        boards.Poll(new EspnMatch().Status("STATUS_SECOND_HALF", "in", 2, clock));
        var score = boards.Score();
        Assert.Equal((clock, minute, added), (Boards.Member(score, "status.clock"), Boards.Member(score, "status.minute"), Boards.Member(score, "status.added")));
    }

    [Fact]
    public void A_rain_delay_is_a_break_though_its_state_is_in_progress()
    {
        var boards = new Boards("baseball/mlb");
        boards.Poll(new EspnMatch(sport: "1").Status("STATUS_IN_PROGRESS", "in", 1, "0:00", detail: "Rain Delay, Top 1st"));
        Assert.Equal(Phase.Break, boards.State().Phase);
        Assert.Contains("delayed", boards.Types);
    }

    [Theory]
    [InlineData("Top 9th", "top")]
    [InlineData("Mid 3rd", "mid")]
    [InlineData("Bottom 7th", "bottom")]
    [InlineData("End 5th", "end")]
    [InlineData("Final", "")]
    public void The_half_of_an_inning_is_read_from_the_detail(string detail, string half)
    {
        var boards = new Boards("baseball/mlb");
        boards.Poll(new EspnMatch(sport: "1").Status("STATUS_IN_PROGRESS", "in", 9, "0:00", detail: detail));
        Assert.Equal(half, Boards.Member(boards.Score(), "status.half"));
    }

    [Fact]
    public void What_has_not_begun_has_no_score_though_the_provider_says_nought()
    {
        var boards = new Boards();
        boards.Poll(new EspnMatch());
        Assert.Equal("", Boards.Member(boards.Score(), "home.score"));
        boards = new();
        boards.Poll(new EspnMatch().Status("STATUS_POSTPONED", "post", null, null, false));
        Assert.Equal("", Boards.Member(boards.Score(), "home.score"));
    }

    [Fact]
    public void What_is_not_said_stays_and_is_not_nought()
    {
        var boards = new Boards();
        boards.Poll(new EspnMatch().Live(60, 2).Score(2, 1));
        var torn = new EspnMatch().Status("STATUS_SECOND_HALF", "in", null, "61'");
        torn.Home.Remove("score");
        torn.Away["score"] = null;
        torn.Home.Remove("statistics");
        torn.Competition.Remove("details");
        torn.Competition.Remove("venue");
        boards.Poll(torn);
        var score = boards.Score();
        Assert.Equal(("2", "1"), (Boards.Member(score, "home.score"), Boards.Member(score, "away.score")));
        Assert.Equal(("61", "2"), (Boards.Member(score, "status.minute"), Boards.Member(score, "status.period")));
        Assert.Equal("The Ground", Boards.Member(score, "venue.name"));
        Assert.Equal("50.5", Boards.Member(boards.Stats(), "home.statistics.possessionPct"));
        torn.Competition.Remove("status");
        boards.Poll(torn);
        Assert.Equal("live", Boards.Member(boards.Score(), "status.phase"));
        Assert.DoesNotContain("corrected", boards.Types);
    }

    [Fact]
    [Trait("Requirement", "163")]
    public void Points_by_period_are_numbers_or_text_and_the_situation_is_of_the_moment()
    {
        var boards = new Boards("football/nfl");
        var match = new EspnMatch(sport: "20").Status("STATUS_IN_PROGRESS", "in", 3, "7:25", detail: "7:25 - 3rd Quarter").Score(20, 3);
        match.Home["linescores"] = JsonNode.Parse("""[{"value":13.0},{"value":7},{"value":null},{"value":0.5}]""");
        match.Competition["situation"] = JsonNode.Parse("""
            {"$ref":"http://inner.host/x","down":1,"distance":10,"possession":"202","isRedZone":false,
             "lastPlay":{"id":"5","type":{"text":"Rush"},"text":"Runs 7 yards","scoreValue":0,"team":{"id":"202"},"probability":{"homeWinPercentage":0.924}}}
            """);
        boards.Poll(match);
        Assert.Contains("\"periods\":{\"1\":13,\"2\":7,\"4\":\"0.5\"}", boards.Stats(), StringComparison.Ordinal);
        Assert.Contains(
            """
            "situation":{"distance":10,"down":1,"lastPlay":{"points":0,"team":"202","text":"Runs 7 yards"},"possession":"202","redZone":false}
            """,
            boards.Stats(),
            StringComparison.Ordinal);

        match.Competition.Remove("situation");
        match.Status("STATUS_END_PERIOD", "in", 3, "0:00");
        boards.Poll(match);
        Assert.DoesNotContain("situation", boards.Stats(), StringComparison.Ordinal);
    }

    [Fact]
    public void Regulation_extra_time_and_penalties_are_kept_apart()
    {
        var boards = new Boards();
        var match = new EspnMatch().Goal("25'").Goal("90'+2'", "202", "7").Goal("105'+1'").Goal("118'", "202", "7")
            .Row("104", "Penalty - Scored", "120'", "202", "7", "shootout").Score(2, 2);
        match.Details[4]!["scoringPlay"] = true;
        match.Status("STATUS_FINAL_PEN", "post", 5, "120'", detail: "FT-Pens");
        match.Home["shootoutScore"] = 2;
        match.Away["shootoutScore"] = 4;
        match.Home["winner"] = false;
        match.Away["winner"] = true;
        boards.Poll(match);
        var score = boards.Score();
        Assert.Equal(("2", "1", "2"), (Boards.Member(score, "home.score"), Boards.Member(score, "home.regulation"), Boards.Member(score, "home.shootout")));
        Assert.Equal(("penalties", "True", "False"), (Boards.Member(score, "decided"), Boards.Member(score, "away.winner"), Boards.Member(score, "home.winner")));
        Assert.Equal(4, boards.Types.Count(static type => type == "goal"));
        Assert.Contains("shootout-goal", boards.Types);
    }
}
