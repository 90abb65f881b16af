using LiveView.Core.Feeds;
using LiveView.Core.Tests.Canonical;
using LiveView.Core.Tests.Flow;
using LiveView.Core.Topics;
using LiveView.Core.Wire;

namespace LiveView.Core.Tests.Wire;

/// <summary>The bytes that leave the kernel.</summary>
public sealed class WireTests
{
    [Fact]
    public void An_update_is_written_as_the_contract_says()
    {
        var update = new Update
        {
            Tier = Tier.Parse("sports:nba.20261120.bos.lal/score"),
            Position = new("6f2a", 42),
            Kind = UpdateKind.Patch,
            Data = Documents.Json("""{"home":{"points":58}}"""),
            Hash = "9f86d081884c7d65",
            At = new(new(2026, 11, 20, 20, 41, 7, 120, TimeSpan.FromHours(1)), Counter.Start, Counter.Start.AddMilliseconds(7)),
        };
        Assert.Equal(
            """{"tier":"sports:nba.20261120.bos.lal/score","epoch":"6f2a","offset":42,"kind":"patch","data":{"home":{"points":58}},"hash":"9f86d081884c7d65","at":{"source":"2026-11-20T19:41:07.120Z","received":"2026-11-21T19:00:00.000Z","committed":"2026-11-21T19:00:00.007Z"}}""",
            Documents.Text(UpdateJson.Write(update)));
    }

    [Fact]
    public void An_update_is_read_as_it_was_written()
    {
        var update = new Update
        {
            Tier = Tier.Parse("sports:nba.20261120.bos.lal/score"),
            Position = new("6f2a", 42),
            Kind = UpdateKind.Events,
            Data = Documents.Json("""[{"n":1}]"""),
            Hash = "9f86d081884c7d65",
            At = new(null, Counter.Start, Counter.Start.AddMilliseconds(7)),
        };
        var read = UpdateJson.Read(UpdateJson.Write(update));
        Assert.Equal(Documents.Text(update.Data), Documents.Text(read.Data));
        Assert.Equal(update with { Data = default }, read with { Data = default });
        Assert.Throws<FormatException>(() => UpdateJson.Read(Documents.Json("""{"tier":"sports:a/b"}""")));
    }

    [Fact]
    public void Sources_are_told_as_the_contract_says()
    {
        var place = new LiveView.Core.Flow.Fence("3", 912, Counter.Start);
        var source = new LiveView.Core.Flow.Source("espn", "soccer/eng.1", place, Counter.Start.AddMilliseconds(-40), Counter.Start.AddSeconds(-2), "9f86", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        Assert.Equal(
            """[{"provider":"espn","target":"soccer/eng.1","hub":{"partition":"3","sequence":912,"enqueued":"2026-11-21T19:00:00.000Z"},"received":"2026-11-21T18:59:59.960Z","source":"2026-11-21T18:59:58.000Z","hash":"9f86","trace":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}]""",
            Documents.Text(SourcesJson.Write([source])));
    }

    [Fact]
    public void A_raw_comes_out_of_the_hub_as_it_went_in_to_the_byte()
    {
        var raw = new Raw
        {
            Topic = Counter.Topic,
            Provider = "espn",
            Target = "soccer/eng.1",
            Received = Counter.Start.AddTicks(1_234_567),
            Source = Counter.Start,
            Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            Body = Documents.Json("""{ "score" : "2",  "price":1.50, "name":"\u00e9é" }"""),
        };
        var read = RawJson.TryRead(RawJson.Write(raw), out var problem);
        Assert.Equal("", problem);
        Assert.Equal(Documents.Text(raw.Body), Documents.Text(read!.Body));
        Assert.Equal(raw with { Body = default }, read with { Body = default });
    }

    [Theory]
    [InlineData("", "It is not JSON.")]
    [InlineData("{\"topic\":\"counter:one\"", "It is not JSON.")]
    [InlineData("{\"topic\":\"\\ud800\"}", "It is not JSON.")]
    [InlineData("[]", "It names no topic.")]
    [InlineData("{\"topic\":\"a b\"}", "It names no topic.")]
    [InlineData("{\"topic\":\"counter:one\"}", "It does not say who said it.")]
    [InlineData("{\"topic\":\"counter:one\",\"provider\":\"ppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp\",\"target\":\"t\"}", "It does not say who said it.")]
    [InlineData("{\"topic\":\"counter:one\",\"provider\":\"p\",\"target\":\"t\",\"received\":\"soon\"}", "It does not say when it was received.")]
    [InlineData("{\"topic\":\"counter:one\",\"provider\":\"p\",\"target\":\"t\",\"received\":\"2026-11-21T19:00:00Z\"}", "It has no body.")]
    public void What_is_no_raw_is_refused_with_a_sentence(string message, string expected)
    {
        Assert.Null(RawJson.TryRead(Documents.Json(message), out var problem));
        Assert.Equal(expected, problem);
    }
}
