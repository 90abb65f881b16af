using LiveView.Core.Canonical;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Tests.Sports;

public sealed class RecordedTests
{
    [Fact]
    public void Every_match_of_the_world_cup_ends_in_its_final_state()
    {
        var boards = new Boards("soccer/fifa.world");
        foreach (var (at, body) in Recordings.WorldCup())
        {
            boards.Now = at;
            Assert.Empty(boards.PollBody(body).Refusals);
        }

        string[] finals =
        [
            "20260628.canada.southafrica 0-1 regulation", "20260629.japan.brazil 2-1 regulation",
            "20260629.paraguay.germany 1-1 penalties (3-4, 1-1)", "20260630.morocco.netherlands 1-1 penalties (2-3, 1-1)",
            "20260630.norway.ivorycoast 1-2 regulation", "20260630.sweden.france 3-0 regulation",
            "20260701.drcongo.england 2-1 regulation", "20260701.ecuador.mexico 2-0 regulation",
            "20260701.senegal.belgium 3-2 extra-time (-, 2-2)", "20260702.austria.spain 3-0 regulation",
            "20260702.bosniaherzegovina.usa 2-0 regulation", "20260702.croatia.portugal 2-1 regulation",
            "20260703.algeria.switzerland 2-0 regulation", "20260703.egypt.australia 1-1 penalties (2-4, 1-1)",
        ];
        Assert.Equal(
            finals,
            boards.States.Keys.Where(topic => Boards.Member(boards.Score(topic), "status.phase") == "finished").Order(StringComparer.Ordinal)
                .Select(topic => Final(topic, boards.Score(topic))));
        Assert.Equal(Phase.Live, boards.States["sports:fifa.world.20260703.capeverde.argentina"].Phase);
        Assert.DoesNotContain("corrected", boards.Types);
        var place = "sports:fifa.world.20260706.roundof3212winner.roundof3211winner";
        while (Boards.Member(boards.Score(place), "moved") is { Length: > 0 } next) // one side was known hours before the other
            place = next;
        Assert.Equal("sports:fifa.world.20260706.spain.portugal", place);
        Assert.All(boards.States.Values.SelectMany(static state => state.Documents.Values), static document =>
            Assert.Equal(Boards.Text(document), Boards.Text(CanonicalJson.Of(document))));
    }

    [Fact]
    public void Updates_of_the_world_cup_are_made_only_where_the_canonical_state_changed()
    {
        var (warm, cold) = (new Boards("soccer/fifa.world"), new Boards("soccer/fifa.world"));
        var (seen, moved) = (0, 0);
        foreach (var (at, body) in Recordings.WorldCup())
        {
            var known = warm.States.Count;
            var split = warm.PollBody(body);
            seen += split.Unchanged + split.Raws.Count;
            moved += split.Raws.Count - (warm.States.Count - known);
            cold.Restart();
            cold.PollBody(body);
            warm.Now = cold.Now = at;
        }

        var (fromAll, fromFew) = (Folded(cold), Folded(warm));
        TestContext.Current.SendDiagnosticMessage("{0} observations, {1} raws of known matches, {2} updates", seen, moved, fromFew - warm.States.Count);
        Assert.InRange(seen, 640, 700);
        Assert.InRange((fromFew - warm.States.Count) * 1000 / seen, 40, 65); // per mille, first sights apart
        Assert.True(fromFew - fromAll is >= 0 and <= 10, "Only a topic's farewell is known to nobody but the poller that remembers.");
        foreach (var (topic, state) in cold.States)
        {
            if (Boards.Member(warm.Score(topic), "moved").Length == 0)
                Assert.Equal(Boards.Text(state.Documents["score"]), warm.Score(topic));
        }
    }

    [Theory]
    [InlineData("espn/soccer_scoreboard_20260611.json", "soccer/fifa.world", 2, "sports:fifa.world.20260612.czechia.southkorea")]
    [InlineData("espn/nfl_live_20221023_scoreboard.json.gz", "football/nfl", 14, "sports:nfl.20221023.gb.was")]
    [InlineData("espn/live/nfl.json.gz", "football/nfl", 16, "sports:nfl.20220911.no.atl")]
    [InlineData("espn/live/nhl.json.gz", "hockey/nhl", 10, "sports:nhl.20220925.ana.ari")]
    [InlineData("espn/live/mls.json.gz", "soccer/usa.1", 11, "sports:usa.1.20220917.montreal.newenglandrevolution")]
    public void Every_match_of_a_recorded_board_is_read(string name, string target, int matches, string topic)
    {
        var boards = new Boards(target);
        var split = boards.PollBody(Recordings.Read(name));
        Assert.Empty(split.Refusals);
        Assert.Equal(matches, boards.States.Count);
        Assert.Contains(topic, boards.States.Keys);
        Assert.All(boards.Results, static result => Assert.IsType<FoldResult.Folded>(result));
        Assert.All(boards.States.Values.SelectMany(static state => state.Documents.Values), static document =>
            Assert.Equal(Boards.Text(document), Boards.Text(CanonicalJson.Of(document))));
    }

    [Fact]
    public void A_recorded_football_game_shows_the_moment_in_play()
    {
        var boards = new Boards("football/nfl");
        boards.PollBody(Recordings.Read("espn/live/nfl.json.gz"));
        var stats = boards.Stats("sports:nfl.20220911.no.atl");
        Assert.Contains("\"periods\":{\"1\":3,\"2\":13,\"3\":7,\"4\":3}", stats, StringComparison.Ordinal);
        Assert.Equal(("1", "NO 10", "18"), (Boards.Member(stats, "situation.down"), Boards.Member(stats, "situation.spot"), Boards.Member(stats, "situation.possession")));
    }

    [Theory]
    [InlineData("empty_feed")]
    [InlineData("frozen_feed")]
    public void A_feed_that_is_no_scoreboard_is_refused_and_changes_nothing(string folder)
    {
        var boards = new Boards();
        foreach (var name in Recordings.Names(folder))
        {
            var body = Recordings.Read(name);
            var refusal = Assert.Single(boards.PollBody(body).Refusals);
            Assert.Equal(Rejection.WrongDocument, refusal.Reason);
            Assert.True(refusal.Bytes.Span.SequenceEqual(body));
        }

        Assert.Empty(boards.States);
    }

    [Fact]
    public void The_board_of_another_league_is_refused() =>
        Assert.Equal(
            Rejection.WrongDocument,
            Assert.Single(new Boards("football/nfl").PollBody(Recordings.Read("espn/live/nhl.json.gz")).Refusals).Reason);

    private static int Folded(Boards boards) => boards.Results.Count(static result => result is FoldResult.Folded);

    private static string Final(string topic, string score)
    {
        string Of(string name) => Boards.Member(score, name);
        var line = $"{topic["sports:fifa.world.".Length..]} {Of("home.score")}-{Of("away.score")} {Of("decided")}";
        return Of("decided") == "regulation"
            ? line
            : $"{line} ({(Of("home.shootout") is { Length: > 0 } kicks ? $"{kicks}-{Of("away.shootout")}" : "-")}, {Of("home.regulation")}-{Of("away.regulation")})";
    }
}
