using System.Globalization;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Tests.Sports;

/// <summary>The answers that were seen in the wild, of every provider: they change nothing that a viewer sees, and none is dropped in silence.</summary>
public sealed class NastyInputTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 40, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, (string Target, string Good)> Providers = new()
    {
        ["espn"] = ("basketball/nba", Boards.Text(NbaTelling.Espn(10, 8, 60))),
        ["nba"] = ("basketball/nba", Boards.Text(NbaTelling.League(10, 8, 60))),
        ["nba+plays"] = (NbaTelling.Plays, Boards.Text(NbaTelling.Actions([(10, true, 2)], 60))),
        ["nhl"] = ("hockey/nhl", """{"gameWeek":[],"games":[{"id":1,"startTimeUTC":"2026-11-21T00:00:00Z","gameState":"LIVE","gameScheduleState":"OK","awayTeam":{"id":2,"name":{"default":"Kings"},"abbrev":"LAK","score":1},"homeTeam":{"id":3,"name":{"default":"Sharks"},"abbrev":"SJS","score":2},"clock":{"timeRemaining":"07:31"},"periodDescriptor":{"number":2}}]}"""),
        ["mlb"] = ("baseball/mlb", """{"totalGames":1,"dates":[{"games":[{"gamePk":9,"gameDate":"2026-06-01T23:00:00Z","status":{"codedGameState":"I"},"teams":{"home":{"score":1,"team":{"id":1,"name":"Boston Red Sox","abbreviation":"BOS"}},"away":{"score":0,"team":{"id":2,"name":"New York Yankees","abbreviation":"NYY"}}}}]}]}"""),
        ["openligadb"] = ("soccer/ger.1", """[{"matchID":1,"matchDateTimeUTC":"2026-11-21T14:30:00Z","team1":{"teamId":40,"teamName":"SC Freiburg"},"team2":{"teamId":7,"teamName":"Borussia Dortmund"},"matchIsFinished":true,"matchResults":[{"resultTypeID":2,"pointsTeam1":1,"pointsTeam2":0}],"goals":[]}]"""),
        ["openfootball"] = ("soccer/eng.1", """{"name":"English Premier League 2026/27","matches":[{"date":"2026-11-20","time":"20:00","team1":"Arsenal FC","team2":"Chelsea FC","score":{"ft":[1,0]}}]}"""),
    };

    public static TheoryData<string> Names => [.. Providers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_of_html_with_200_is_refused(string provider) => Refused(provider, Boards.Bytes("<!DOCTYPE html><html><body>Back soon.</body></html>"), Rejection.Malformed);

    [Theory]
    [MemberData(nameof(Names))]
    public void An_empty_body_is_refused(string provider) => Refused(provider, [], Rejection.Malformed);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_truncated_answer_is_refused_wherever_it_is_torn(string provider)
    {
        for (var length = 1; length < Providers[provider].Good.Length; length += 7)
            Refused(provider, Boards.Bytes(Providers[provider].Good)[..length], Rejection.Malformed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compressed_bytes_without_a_header_are_refused(string provider) => Refused(provider, [0x1F, 0x8B, 8, 0, 1, 2, 3], Rejection.Malformed);

    [Theory]
    [MemberData(nameof(Names))]
    public void An_error_with_200_is_refused(string provider) => Refused(provider, Boards.Bytes("""{"code":400,"message":"Failed to get events endpoint."}"""), Rejection.WrongDocument);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_document_of_another_provider_or_sport_is_refused(string provider)
    {
        foreach (var (other, (_, good)) in Providers)
        {
            if (other != provider) // a scoreboard is an object, so that a list is not even of its form
                Refused(provider, Boards.Bytes(good), provider == "espn" && good.StartsWith('[') ? Rejection.Malformed : Rejection.WrongDocument);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_byte_order_mark_is_passed_over(string provider)
    {
        var room = Filled(provider);
        var topics = room.States.Count;
        room.Hear(Provider(provider), Providers[provider].Target, Now.AddSeconds(3), [0xEF, 0xBB, 0xBF, .. Boards.Bytes(Providers[provider].Good)]);
        Assert.Equal((topics, 0), (room.States.Count, room.Refusals.Count));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_frozen_answer_says_nothing_however_often_it_comes(string provider)
    {
        var room = Filled(provider);
        for (var i = 1; i < 20; i++)
            Assert.Empty(room.Hear(Provider(provider), Providers[provider].Target, Now.AddSeconds(3 * i), Boards.Bytes(Providers[provider].Good)).Raws);
    }

    [Fact]
    public void A_provider_that_froze_while_the_match_is_on_is_not_waited_for()
    {
        var room = new Room();
        room.Hear("espn", NbaTelling.Board, Now, NbaTelling.Espn(10, 8, 60));
        for (var second = 0; second <= 200; second += 10)
            room.Hear("nba", NbaTelling.Board, Now.AddSeconds(second), NbaTelling.League(12, 8, 60 + second));
        Assert.Equal(("12", "nba"), (room.Member(NbaTelling.Topic, "home.score"), room.Member(NbaTelling.Topic, "by.score")));
    }

    [Theory]
    [InlineData(25)]
    [InlineData(100)]
    public void A_list_of_exactly_so_many_events_is_suspected_of_being_cut_once_and_what_it_leaves_out_stays(int count)
    {
        var room = new Room();
        room.Hear("espn", "soccer/eng.1", Now, Board(count + 5, 1));
        var split = room.Hear("espn", "soccer/eng.1", Now.AddSeconds(3), Board(count, 2));
        Assert.Equal(Rejection.Incomplete, Assert.Single(split.Refusals).Reason);
        Assert.Equal(count + 5, room.States.Count);
        Assert.Empty(room.Hear("espn", "soccer/eng.1", Now.AddSeconds(6), Board(count, 3)).Refusals);
        Assert.Empty(room.Hear("espn", "soccer/eng.1", Now.AddSeconds(9), Board(count + 5, 4)).Refusals);
        Assert.All(room.States.Keys, topic => Assert.Equal("live", room.Member(topic, "status.phase")));
    }

    [Fact]
    public void A_list_that_comes_empty_while_matches_are_on_is_suspected_and_asked_again_soon()
    {
        var room = new Room();
        room.Hear("espn", "soccer/eng.1", Boards.Noon, Board(3, 1));
        var split = room.Hear("espn", "soccer/eng.1", Boards.Noon.AddSeconds(3), Board(0, 2));
        Assert.Equal(Rejection.Incomplete, Assert.Single(split.Refusals).Reason);
        Assert.Equal(Phase.Live, split.Phase);
        Assert.All(room.States.Keys, topic => Assert.Equal("live", room.Member(topic, "status.phase")));
    }

    [Theory]
    [InlineData("empty_feed")]
    [InlineData("frozen_feed")]
    public void A_recorded_feed_that_is_empty_or_frozen_is_none_of_anybody_s(string folder)
    {
        foreach (var name in Recordings.Names(folder))
        {
            foreach (var provider in Providers.Keys)
                Refused(provider, Recordings.Read(name), Rejection.WrongDocument);
        }
    }

    [Fact]
    public void The_board_of_another_sport_is_refused() =>
        Refused("espn", Recordings.Read("espn/live/nfl.json.gz"), Rejection.WrongDocument);

    private static void Refused(string provider, byte[] body, Rejection reason)
    {
        var room = Filled(provider);
        var before = room.States.ToDictionary(static state => state.Key, static state => Boards.Text(state.Value.Documents["score"]), StringComparer.Ordinal);
        var refusal = Assert.Single(room.Hear(Provider(provider), Providers[provider].Target, Now.AddSeconds(3), body).Refusals);
        Assert.Equal(reason, refusal.Reason);
        Assert.True(refusal.Bytes.Span.SequenceEqual(body));
        Assert.NotEmpty(refusal.Detail);
        Assert.Equal(before, room.States.ToDictionary(static state => state.Key, static state => Boards.Text(state.Value.Documents["score"]), StringComparer.Ordinal));
    }

    private static Room Filled(string provider)
    {
        var room = new Room();
        room.Hear(Provider(provider), Providers[provider].Target, Now, Boards.Bytes(Providers[provider].Good));
        Assert.NotEmpty(room.States);
        return room;
    }

    private static string Provider(string name) => name.Split('+')[0];

    private static byte[] Board(int count, int minute) => Boards.Bytes(Boards.Json("eng.1", Enumerable.Range(1, count).Select(i =>
        new EspnMatch(i.ToString(CultureInfo.InvariantCulture), home: $"Home {i}", away: $"Away {i}").Live(minute))));
}
