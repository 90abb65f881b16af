using System.Text;
using System.Text.Json.Nodes;
using LiveView.Simulation.Tests.Faults;
using LiveView.Simulation.Tests.Versions;

namespace LiveView.Simulation.Tests;

/// <summary>While a new version of the code is rolled out, or back, both write to the same rows and hubs.</summary>
public sealed class VersionTests
{
    [Fact]
    public void Versions_that_know_more_and_less_than_each_other_work_side_by_side()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var history = History.Run(seed, only: [(Fault.CodeVersionChanged, 0.9), (Fault.HubTwoOwners, 0.4), (Fault.HubRedelivery, 0.2), (Fault.ViewerCut, 0.2)]);
            Assert.Empty(history.Violations);
            Assert.True(history.Faults.Fired[(int)Fault.CodeVersionChanged] > 3);
            Assert.True(history.Faults.Fired[(int)Fault.CodeVersionsMixed] > 10, $"seed {seed}: hardly a row was read that another version wrote");
        }
    }

    [Fact]
    public void An_earlier_version_keeps_what_the_guarantees_need_and_drops_the_rest()
    {
        var row = JsonNode.Parse("""{"PartitionKey":"tally:a","RowKey":"head","Turns":"{}","ListedAs":"x","Health@odata.type":"Edm.Double","Health":0.5,"Tiers":"{\"score\":{\"offset\":1,\"later\":2}}"}""")!.AsObject();
        Assert.Equal(4, Vocabulary.Drop("topics", row));
        Assert.Equal("""{"PartitionKey":"tally:a","RowKey":"head","Turns":"{}","Tiers":"{\u0022score\u0022:{\u0022offset\u0022:1}}"}""", row.ToJsonString());
    }

    [Fact]
    public void A_later_version_says_something_unknown_and_leaves_the_rest_as_it_was()
    {
        const string Body = """{"tier":"tally:a/score","offset":1}""";
        var row = new JsonObject { ["Body0"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(Body)) };
        Novelty.Add(row);
        var novel = JsonNode.Parse(Convert.FromBase64String((string)row["Body0"]!))!.AsObject();
        Assert.True(Novelty.IsIn(Convert.FromBase64String((string)row["Body0"]!)));
        novel.Remove("novelty");
        Assert.Equal(Body, novel.ToJsonString());
    }
}
