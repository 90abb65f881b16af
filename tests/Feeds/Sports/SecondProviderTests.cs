using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Tests.Sports;

/// <summary>What the other providers really sent, read, and replayed by its own times.</summary>
public sealed class SecondProviderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    private readonly Room room = new();

    [Fact]
    public void A_recorded_board_of_the_nba_is_read()
    {
        room.Hear("nba", "basketball/nba", Now, Recordings.Read("nba_cdn/todaysScoreboard_00_live_20230420.json"));
        Assert.Equal(
            ["sports:nba.20230420.phi.bkn", "sports:nba.20230420.phx.lac", "sports:nba.20230420.sac.gsw"],
            room.States.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            """{"away":{"abbr":"SAC","id":"1610612758","name":"Sacramento Kings","score":30,"short":"Kings"},"home":{"abbr":"GSW","id":"1610612744","name":"Golden State Warriors","score":39,"short":"Warriors"},"league":"nba","note":"SAC leads 2-0","sport":"basketball","start":"2023-04-21T02:00:00Z","status":{"clock":"7:15","detail":"Q2 07:15","name":"in-progress","period":2,"phase":"live"}}""",
            room.Score("sports:nba.20230420.sac.gsw"));
        Assert.Equal(
            ["basketball/nba/0042200163/nba.20230420.sac.gsw", "basketball/nba/0042200173/nba.20230420.phx.lac"],
            room.Leads.Order(StringComparer.Ordinal)); // the two that are on
        Assert.Empty(room.Refusals);
    }

    [Fact]
    public void A_recorded_game_of_the_nba_is_told_basket_by_basket()
    {
        const string Topic = "sports:nba.20201222.gsw.bkn";
        var recorded = JsonNode.Parse(Recordings.Read("nba_cdn/playbyplay_0022000001.json.gz"))!;
        var actions = recorded["game"]!["actions"]!.AsArray().Select(static action => action!).ToList();
        var times = actions.Select(static action => Time(action["timeActual"])).ToList();
        var polls = 0;
        for (var at = times.Min(); at <= times.Max().AddSeconds(10); at = at.AddSeconds(10)) // the league's file, asked for every ten seconds
        {
            var known = new JsonArray([.. actions.Where((_, i) => times[i] <= at).Select(static action => action.DeepClone())]);
            var body = new JsonObject { ["game"] = new JsonObject { ["gameId"] = "0022000001", ["actions"] = known } };
            room.Hear("nba", "basketball/nba/0022000001/nba.20201222.gsw.bkn", at, Bytes(body));
            polls++;
        }

        var baskets = actions.Where(static action => (string?)action["shotResult"] == "Made").OrderBy(static action => (int)action["orderNumber"]!).ToList();
        var told = room.Entries(Topic, "points").ToList();
        TestContext.Current.SendDiagnosticMessage("NBA: {0} polls, {1} baskets", polls, told.Count);
        Assert.Equal(baskets.Select(static b => $"{b["scoreAway"]}-{b["scoreHome"]} {b["description"]}"), told.Select(static entry => $"{Of(entry, "away")}-{Of(entry, "home")} {Of(entry, "text")}"));
        Assert.Equal(("125", "99", "finished"), (room.Member(Topic, "home.score"), room.Member(Topic, "away.score"), room.Member(Topic, "status.phase")));
        string[] frame = ["started", "period-ended", "period-started", "half-time", "period-started", "period-ended", "period-started", "period-ended", "finished"];
        Assert.Equal(frame, room.Log.Select(static line => Boards.Member(line.Entry, "type")).Where(static type => type != "points"));
        Assert.Empty(room.Entries(Topic, "score"));
        Assert.Equal(0, room.Rejected);
    }

    [Fact]
    public void Recorded_scores_of_the_nhl_are_read()
    {
        room.Hear("nhl", "hockey/nhl", Now, Recordings.Read("nhl_web/dailyscore.json.gz"));
        Assert.Equal(6, room.States.Count);
        var finals = room.States.Keys.ToDictionary(static topic => topic, topic => $"{room.Member(topic, "away.score")}-{room.Member(topic, "home.score")} {room.Member(topic, "decided")}");
        Assert.Equal("2-4 regulation", finals["sports:nhl.20250314.det.car"]);
        Assert.Single(finals.Values, static final => final.EndsWith("overtime", StringComparison.Ordinal));
        Assert.All(room.States.Keys, topic => Assert.Equal("finished", room.Member(topic, "status.phase")));
    }

    [Fact]
    public void A_recorded_game_of_the_nhl_is_told_goal_by_goal()
    {
        const string Topic = "sports:nhl.20231110.min.buf";
        var recorded = JsonNode.Parse(Recordings.Read("nhl_web/play_by_play_2023020204.json.gz"))!.AsObject();
        var plays = recorded["plays"]!.AsArray().Select(static play => play!).OrderBy(static play => (int)play["sortOrder"]!).ToList();
        var (home, away) = (0, 0);
        for (var i = 0; i < plays.Count; i++) // its own times: the clock of each play
        {
            (home, away) = ((int?)plays[i]["details"]?["homeScore"] ?? home, (int?)plays[i]["details"]?["awayScore"] ?? away);
            var over = (int)plays[i]["typeCode"]! == 524;
            var body = recorded.DeepClone().AsObject();
            body["plays"] = new JsonArray([.. plays.Take(i + 1).Reverse().Select(static play => play.DeepClone())]);
            (body["homeTeam"]!["score"], body["awayTeam"]!["score"]) = (home, away);
            body["gameState"] = over ? "OFF" : "LIVE";
            body["periodDescriptor"] = plays[i]["periodDescriptor"]!.DeepClone();
            body["clock"] = new JsonObject { ["timeRemaining"] = (string?)plays[i]["timeRemaining"], ["inIntermission"] = (int)plays[i]["typeCode"]! == 521 };
            room.Hear("nhl", "hockey/nhl/2023020204/nhl.20231110.min.buf", Now.AddSeconds(10 * i), Bytes(body));
        }

        Assert.Equal(
            plays.Where(static play => (int)play["typeCode"]! == 505).Select(static play => $"{play["details"]!["awayScore"]}-{play["details"]!["homeScore"]}"),
            room.Entries(Topic, "goal").Select(static entry => $"{Of(entry, "away")}-{Of(entry, "home")}"));
        Assert.Equal(plays.Where(static play => (int)play["typeCode"]! is 505 or 509).Select(static play => $"#{play["eventId"]}"), room.Log
            .Where(static line => Boards.Member(line.Entry, "type") is "goal" or "penalty-minutes").Select(static line => Of(line.Entry, "id").Split('.')[1]));
        Assert.Equal(("3", "2", "finished"), (room.Member(Topic, "home.score"), room.Member(Topic, "away.score"), room.Member(Topic, "status.phase")));
        Assert.Contains("Henri Jokiharju", room.Entries(Topic, "goal").First(), StringComparison.Ordinal);
        Assert.Empty(room.Entries(Topic, "score"));
    }

    [Fact]
    public void A_recorded_game_of_mlb_is_told_bat_by_bat()
    {
        const string Topic = "sports:mlb.20240605.mil.phi";
        var plays = JsonNode.Parse(Recordings.Read("mlb_statsapi/play_by_play.json.gz"))!["allPlays"]!.AsArray().Select(static play => play!).ToList();
        var ends = plays.Select(static play => Time(play["about"]!["endTime"])).ToList();
        var at = ends.Min();
        while (true)
        {
            var known = plays.Where((_, i) => ends[i] <= at).ToList();
            var over = known.Count == plays.Count;
            var body = new JsonObject
            {
                ["gamePk"] = 745804,
                ["gameData"] = new JsonObject { ["status"] = new JsonObject { ["abstractGameState"] = over ? "Final" : "Live" } },
                ["liveData"] = new JsonObject { ["plays"] = new JsonObject { ["allPlays"] = new JsonArray([.. known.Select(static play => play.DeepClone())]) } },
            };
            room.Hear("mlb", "baseball/mlb/745804/mlb.20240605.mil.phi", at, Bytes(body));
            if (over)
                break;
            at = at.AddSeconds(10);
        }

        Assert.Equal(plays.Select(static play => (string?)play["result"]!["description"]), room.Entries(Topic, "at-bat").Select(static entry => Of(entry, "text")));
        Assert.Equal(("2", "0", "finished"), (room.Member(Topic, "home.score"), room.Member(Topic, "away.score"), room.Member(Topic, "status.phase")));
        Assert.Equal("2", Of(Assert.Single(room.Entries(Topic, "at-bat"), static entry => Of(entry, "points") != "0"), "points"));
        Assert.Empty(room.Entries(Topic, "score"));
    }

    [Fact]
    public void A_play_of_mlb_with_a_pitch_of_unknown_type_is_read()
    {
        var play = JsonNode.Parse(Recordings.Read("mlb_statsapi/malformed_play_events.json"))!;
        room.Hear("mlb", "baseball/mlb/778563/mlb.20260330.wsh.phi", Now, Bytes(new JsonObject { ["allPlays"] = new JsonArray(play) }));
        Assert.Equal(("13", "2"), (room.Member("sports:mlb.20260330.wsh.phi", "away.score"), room.Member("sports:mlb.20260330.wsh.phi", "home.score")));
    }

    [Theory]
    [InlineData("openligadb/multipleStubResponse.json")] // the same match three times
    [InlineData("openligadb/validStubResponse.json")]
    public void Recorded_matches_of_openligadb_are_read(string name)
    {
        room.Hear("openligadb", "soccer/ger.3", Now, Recordings.Read(name));
        Assert.Single(room.States);
        const string Topic = "sports:ger.3.20170325.msvduisburg.chemnitzer";
        Assert.Equal("finished", room.Member(Topic, "status.phase"));
        using var recorded = JsonDocument.Parse(Recordings.Read(name));
        var final = recorded.RootElement[0].GetProperty("MatchResults").EnumerateArray().Single(static result => result.GetProperty("ResultTypeID").GetInt32() == 2);
        Assert.Equal($"{final.GetProperty("PointsTeam1")}-{final.GetProperty("PointsTeam2")}", $"{room.Member(Topic, "home.score")}-{room.Member(Topic, "away.score")}");
        Assert.Equal(recorded.RootElement[0].GetProperty("Goals").GetArrayLength(), room.Log.Count(static line => line.Topic == Topic && Boards.Member(line.Entry, "type") is "goal" or "penalty" or "own-goal"));
    }

    [Theory]
    [InlineData("FC Bayern München", "bayernmunich")]
    [InlineData("1. FC Köln", "cologne")]
    [InlineData("Bayer 04 Leverkusen", "bayerleverkusen")]
    [InlineData("Borussia Mönchengladbach", "borussiamonchengladbach")]
    public void Names_of_clubs_meet_by_the_table(string name, string code)
    {
        var body = $$"""[{"matchID":1,"matchDateTimeUTC":"2026-11-21T14:30:00Z","leagueShortcut":"bl1","team1":{"teamId":40,"teamName":"{{name}}"},"team2":{"teamId":7,"teamName":"Borussia Dortmund"},"matchIsFinished":false,"matchResults":[],"goals":[]}]""";
        room.Hear("openligadb", "soccer/ger.1", Now, Boards.Bytes(body));
        Assert.Equal($"sports:ger.1.20261121.borussiadortmund.{code}", Assert.Single(room.States).Key);
    }

    [Fact]
    public void The_recorded_world_cup_of_espn_and_that_of_openfootball_meet_in_the_same_topics()
    {
        var answers = Recordings.WorldCup().Select(static board => (board.At, Provider: "espn", board.Body))
            .Concat(Recordings.Names("openfootball_sequence").Select(static name => (At: Stamp(name), Provider: "openfootball", Body: Recordings.Read(name))))
            .OrderBy(static answer => answer.At);
        Dictionary<string, HashSet<string>> tellers = [];
        foreach (var (at, provider, body) in answers)
        {
            foreach (var raw in room.Hear(provider, "soccer/fifa.world", at, body).Raws)
            {
                if (!tellers.TryGetValue(raw.Topic.ToString(), out var who))
                    tellers[raw.Topic.ToString()] = who = [];
                who.Add(provider);
            }
        }

        // openfootball tells all 104, ESPN the 32 of the knock-out: those of them whose sides both know.
        string[] knockOut = [.. tellers.Keys.Where(static topic => string.CompareOrdinal(topic, "sports:fifa.world.20260628.") > 0 && !IsGroup(topic)).Order(StringComparer.Ordinal)];
        string[] alone = [.. knockOut.Where(topic => tellers[topic].Count == 1)];
        Assert.All(alone, static topic => Assert.True(IsPlace(topic) || IsLater(topic), $"Only one provider tells {topic}."));
        string[] both = [.. knockOut.Where(topic => tellers[topic].Count == 2)];
        Assert.Equal(21, both.Length); // 16 of the round of 32, and 5 of the next whose sides openfootball had entered when it was last recorded
        Assert.All(both, topic => Assert.Equal("espn", room.Member(topic, "by.status")));

        var causes = both.GroupBy(topic => Cause(room.States[topic])).ToDictionary(static cause => cause.Key, static cause => cause.Count(), StringComparer.Ordinal);
        TestContext.Current.SendDiagnosticMessage("{0} matched; {1}", both.Length, string.Join(", ", causes.Select(static cause => $"{cause.Value} {cause.Key}")));
        Assert.Equal((10, 5, 6), (causes["the same result"], causes["entered later by hand"], causes["not played yet"]));
        Assert.DoesNotContain(room.Log, static line => Boards.Member(line.Entry, "type") == "disputed");
    }

    // What the two said last of a match, and why it is not the same.
    private static string Cause(TopicState state)
    {
        using var memory = JsonDocument.Parse(state.Memory);
        var (espn, other) = (memory.RootElement.GetProperty("voices").GetProperty("espn"), memory.RootElement.GetProperty("voices").GetProperty("openfootball"));
        static string Phase(JsonElement voice) => voice.GetProperty("status").GetProperty("phase").GetString()!;
        static string Score(JsonElement voice) => voice.TryGetProperty("home", out var home) ? $"{home}-{voice.GetProperty("away")}" : "";
        if (Phase(espn) == "scheduled" && Phase(other) == "scheduled")
            return "not played yet";
        if (Phase(other) == "scheduled")
            return "entered later by hand";
        return Score(espn) == Score(other) ? "the same result" : "another result";
    }

    private static bool IsGroup(string topic) => topic.Contains(".20260628.", StringComparison.Ordinal) && !topic.Contains("canada.southafrica", StringComparison.Ordinal);

    private static bool IsPlace(string topic) => topic.Contains("winner", StringComparison.Ordinal) || topic.Contains("loser", StringComparison.Ordinal);

    // Sides that ESPN knew after openfootball's last recorded version, of 2 July, 07:17.
    private static bool IsLater(string topic) => string.CompareOrdinal(topic, "sports:fifa.world.20260706.") > 0;

    private static DateTimeOffset Stamp(string name) =>
        DateTimeOffset.ParseExact(name.Split('_')[^1][..16], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static DateTimeOffset Time(JsonNode? text) => DateTimeOffset.Parse((string)text!, CultureInfo.InvariantCulture);

    private static string Of(string entry, string path) => Boards.Member(entry, path);

    private static byte[] Bytes(JsonNode node) => Boards.Bytes(node.ToJsonString());
}
