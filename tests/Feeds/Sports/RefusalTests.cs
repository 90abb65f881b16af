using LiveView.Core.Feeds;

namespace LiveView.Feeds.Tests.Sports;

public sealed class RefusalTests
{
    private static readonly string Good = Boards.Json("eng.1", new EspnMatch("1").Live(10), new EspnMatch("2", home: "Chelsea").Live(20));

    public static TheoryData<string, Rejection> Boardless => new()
    {
        { "", Rejection.Malformed },
        { "<!doctype html><title>403</title>", Rejection.Malformed },
        { "[{\"round\":1}]", Rejection.Malformed },
        { "\"events\"", Rejection.Malformed },
        { Good[..^40], Rejection.Malformed },
        { Good[..300], Rejection.Malformed },
        { Good + "}", Rejection.Malformed },
        { Good.Replace("\"events\":[", "\"events\":[,", StringComparison.Ordinal), Rejection.Malformed },
        { Good.Replace("\"events\":[", "\"events\":{}, \"x\":[", StringComparison.Ordinal), Rejection.Malformed },
        { Good.Replace("},{\"id\":\"2\"", "}{\"id\":\"2\"", StringComparison.Ordinal), Rejection.Malformed },
        { Good.Replace("\"provider\"", "provider", StringComparison.Ordinal), Rejection.Malformed },
        { """{"code":400,"message":"Failed to get events endpoint."}""", Rejection.WrongDocument },
        { """{"meta":{},"fixtures":[]}""", Rejection.WrongDocument },
        { Good.Replace("eng.1", "eng.2", StringComparison.Ordinal), Rejection.WrongDocument },
    };

    [Theory]
    [MemberData(nameof(Boardless))]
    public void What_is_no_board_of_the_league_is_refused_whole_with_its_bytes(string body, Rejection reason)
    {
        var boards = new Boards();
        var cold = Assert.Single(boards.Split(body).Refusals);
        Assert.Equal((reason, body), (cold.Reason, Boards.Text(cold.Bytes)));
        Assert.NotEmpty(cold.Detail);
    }

    [Theory]
    [MemberData(nameof(Boardless))]
    public void Beside_a_good_board_it_is_refused_just_so_and_the_good_one_stays_remembered(string body, Rejection reason)
    {
        var boards = new Boards();
        boards.Split(Good);
        var split = boards.Split(body);
        Assert.Equal(reason, Assert.Single(split.Refusals).Reason);
        Assert.Empty(split.Raws);
        Assert.Equal(Phase.Live, split.Phase);
        Assert.Equal(2, boards.Split(Good).Unchanged);
    }

    [Fact]
    public void A_board_torn_anywhere_is_refused_with_a_memory_as_without()
    {
        var boards = new Boards();
        boards.Split(Good);
        for (var length = 0; length < Good.Length; length++)
        {
            var split = boards.Split(Good[..length]);
            Assert.Single(split.Refusals);
            Assert.Empty(split.Raws);
        }
    }

    public static TheoryData<string, string, Rejection> Broken => new()
    {
        { "\"id\":\"1\",\"uid\":\"s:600~l:700~e:1\"", "\"uid\":\"s:600~\"", Rejection.Malformed },
        { "s:600~l:700~e:1\"", "s:20~l:28~e:1\"", Rejection.WrongDocument },
        { "\"competitions\":[{", "\"competitions\":[],\"x\":[{", Rejection.NoTopic },
        { "\"date\":\"2026-08-15T14:00Z\"", "\"date\":\"soon\"", Rejection.NoTopic },
        { "\"homeAway\":\"away\"", "\"homeAway\":\"home\"", Rejection.NoTopic },
        { "\"homeAway\":\"away\"", "\"homeAway\":null", Rejection.NoTopic },
        { "\"name\":\"STATUS_FIRST_HALF\"", "\"name\":\"\\ud800\"", Rejection.Malformed },
    };

    [Theory]
    [Trait("Requirement", "162")]
    [MemberData(nameof(Broken))]
    public void One_event_that_cannot_be_read_is_refused_alone_and_once(string find, string replace, Rejection reason)
    {
        var broken = new EspnMatch("1").Live(10).ToString().Replace(find, replace, StringComparison.Ordinal);
        Assert.NotEqual(new EspnMatch("1").Live(10).ToString(), broken);
        var body = Good.Replace(new EspnMatch("1").Live(10).ToString(), broken, StringComparison.Ordinal);
        var boards = new Boards();
        var split = boards.Split(body);
        var refusal = Assert.Single(split.Refusals);
        Assert.Equal((reason, broken), (refusal.Reason, Boards.Text(refusal.Bytes)));
        Assert.Single(split.Raws);

        var next = boards.Split(body.Replace("20'", "21'", StringComparison.Ordinal));
        Assert.Empty(next.Refusals);
        Assert.Single(next.Raws);
    }

    [Fact]
    public void A_side_without_a_name_is_no_topic()
    {
        var match = new EspnMatch();
        match.Home["team"] = new System.Text.Json.Nodes.JsonObject { ["id"] = "5" };
        Assert.Equal(Rejection.NoTopic, Assert.Single(new Boards().Split(Boards.Json("eng.1", match)).Refusals).Reason);
    }

    [Theory]
    [InlineData("fox", "soccer/eng.1")]
    [InlineData("espn", "soccer")]
    [InlineData("espn", "soccer/../x")]
    public void A_provider_or_target_that_nobody_reads_is_refused(string provider, string target)
    {
        var feed = new Boards().Feed;
        var split = feed.Split(new(provider, target, Boards.Bytes(Good), Boards.Noon), null);
        Assert.Equal(Rejection.WrongDocument, Assert.Single(split.Refusals).Reason);
        var raw = new Raw
        {
            Topic = LiveView.Core.Topics.Topic.Parse("sports:x"),
            Provider = provider,
            Target = target,
            Received = Boards.Noon,
            Body = Boards.Bytes("{}"),
        };
        Assert.IsType<FoldResult.Rejected>(feed.Fold(null, raw));
    }
}
