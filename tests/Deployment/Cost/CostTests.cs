using System.Text;
using LiveView.Local.Cost;
using LiveView.Local.EventHubs;
using LiveView.Local.PubSub;
using LiveView.Testing;

namespace LiveView.Deployment.Tests.Cost;

/// <summary>A bill is arithmetic over what was measured: small runs whose bill can be reckoned by hand.</summary>
public sealed class CostTests
{
    private readonly ManualTime _time = new(DateTimeOffset.UnixEpoch);
    private readonly Meter _meter;

    public CostTests() => _meter = new(_time);

    private static Prices Prices => Prices.Read(Repository.At("infra/Local/Cost/prices.json"));

    [Fact]
    public void Executions_that_share_an_instance_are_billed_once_and_a_second_at_least()
    {
        static Execution Run(double begin, double end) => new("Fold", TimeSpan.FromSeconds(begin), TimeSpan.FromSeconds(end));
        Assert.Equal(TimeSpan.FromSeconds(1), Execution.Billed([Run(0, 0.01)]));
        Assert.Equal(TimeSpan.FromSeconds(1), Execution.Billed([Run(0, 0.01), Run(0.5, 0.6)])); // within the second
        Assert.Equal(TimeSpan.FromSeconds(2), Execution.Billed([Run(0, 0.01), Run(1.5, 1.6)]));
        Assert.Equal(TimeSpan.FromSeconds(3.1), Execution.Billed([Run(0, 2), Run(1, 3.01)])); // side by side, then by tenths
        Assert.Equal(TimeSpan.Zero, Execution.Billed([]));
    }

    [Fact]
    public void A_message_is_billed_by_what_each_viewer_reads_of_it()
    {
        _meter.Begin();
        Send("sports:a/score", Update("patch", """{"home":{"points":1}}"""));
        _time.Advance(TimeSpan.FromHours(1));
        var bill = Bill.Of(Prices, _meter, _meter.Sent, hours: 1, viewers: 1_000);
        var tier = Assert.Single(bill.Tiers);
        Assert.Equal(1_000, tier.Audience); // one topic: everybody has it on the board
        Assert.Equal(tier.FrameBytes * 1_000 / 2_048, bill.Messages, 6);
        Assert.Equal(1.61m / 24, bill.Lines[0].Price, 10); // one unit, an hour
        Assert.Equal(0, bill.Lines[1].Quantity); // within the allowance
        Assert.Equal(bill.Total, bill.Tiers.Sum(static one => one.Price), 10); // the same money, told twice
    }

    [Fact]
    public void What_is_measured_for_a_minute_is_scaled_to_the_hour()
    {
        _meter.Begin();
        _meter.Ask("table transactions");
        _meter.Take("raw", [new EventData(new byte[100]), new EventData(new byte[65_537])]); // one of 64 KB, one of two
        Send("sports:a/score", Update("state", """{"a":1}"""));
        _time.Advance(TimeSpan.FromMinutes(1));
        var lines = Bill.Of(Prices, _meter, _meter.Sent, hours: 1, viewers: 1).Lines.ToDictionary(static line => line.What, static line => line.Quantity, StringComparer.Ordinal);
        Assert.Equal(60, lines["table transactions"], 6);
        Assert.Equal(180, lines["events of 64 KB"], 6);
    }

    [Fact]
    public void Without_deltas_every_update_carries_the_document_it_makes()
    {
        Send("sports:a/score", Update("state", """{"home":{"name":"Boston","points":0},"away":{"name":"Los Angeles","points":0}}"""));
        _meter.Begin(); // what was said before is not billed, and still known
        Send("sports:a/score", Update("patch", """{"home":{"points":2}}"""));
        Send("sports:a/score", Update("patch", """{"away":null}"""));
        var whole = WhatIf.DeltasOff(_meter.Sent);
        Assert.Equal(Frame("sports:a/score", Update("state", """{"home":{"name":"Boston","points":2},"away":{"name":"Los Angeles","points":0}}""")), whole[1].FrameBytes);
        Assert.Equal(Frame("sports:a/score", Update("state", """{"home":{"name":"Boston","points":2}}""")), whole[2].FrameBytes);
    }

    [Fact]
    public void Conflation_sends_once_what_was_said_within_the_window()
    {
        Send("market:x/quote", Update("patch", """{"bid":"1","ask":"3"}"""));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Send("market:x/quote", Update("patch", """{"bid":"2","old":null}"""));
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Send("market:x/quote", Update("patch", """{"bid":"4"}"""));
        var together = WhatIf.Conflated(_meter.Sent, TimeSpan.FromMilliseconds(500), _time);
        Assert.Equal([Frame("market:x/quote", Update("patch", """{"bid":"2","ask":"3","old":null}""")), Frame("market:x/quote", Update("patch", """{"bid":"4"}"""))], together.Select(static one => one.FrameBytes));
    }

    [Fact]
    public void Two_patches_composed_do_what_they_did_one_after_the_other()
    {
        string[] documents = ["""{"a":{"b":1,"c":2},"d":3}""", "{}", """{"a":"text"}"""];
        string[] patches = ["""{"a":{"b":null}}""", """{"a":{"e":5},"d":null}""", """{"f":{"g":null,"h":1}}"""];
        foreach (var document in documents)
            foreach (var first in patches)
                foreach (var then in patches.Append("""{"a":null}""").Append("""{"a":"other"}"""))
                {
                    var after = MergePatch.Apply(MergePatch.Apply(Json(document), Json(first)), Json(then));
                    var composed = MergePatch.Apply(Json(document), MergePatch.Compose(Json(first), Json(then)));
                    Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(after, composed), $"{document} {first} {then}: {after?.ToJsonString()} {composed?.ToJsonString()}");
                }
    }

    private static System.Text.Json.Nodes.JsonNode? Json(string text) => System.Text.Json.Nodes.JsonNode.Parse(text);

    private static byte[] Update(string kind, string data) =>
        Encoding.UTF8.GetBytes($$"""{"tier":"t","epoch":"e","offset":1,"kind":"{{kind}}","data":{{data}},"hash":"0123456789abcdef"}""");

    private void Send(string group, byte[] update) => _meter.Send(new(new(DataType.Json, update), group));

    private static int Frame(string group, byte[] update)
    {
        var meter = new Meter(TimeProvider.System);
        meter.Send(new(new(DataType.Json, update), group));
        return meter.Sent[0].FrameBytes;
    }
}
