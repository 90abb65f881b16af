using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace LiveView.Simulation.Tests.Versions;

/// <summary>
/// The words of rows and messages as an earlier version knows them. It is the first one that ever ran, less what nothing depends on:
/// where a topic is listed, how a target fares, where a trace leads. What has been added since is not here, and must stay out of here.
/// </summary>
internal static class Vocabulary
{
    private static readonly FrozenSet<string> Head = Words(
        "Schema Title Phase Updated CommitId FencePartition FenceSequence FenceEnqueued Turns Tiers State0 State1 State2 State3");

    private static readonly FrozenSet<string> Update = Words("Epoch Body0 Body1 Body2 Body3");
    private static readonly FrozenSet<string> Recent = Words("Topic Title Phase Updated Tiers");
    private static readonly FrozenSet<string> Target = Words("Feed Provider Name Next Claim Turn Ended Sent Phase");
    private static readonly FrozenSet<string> Always = Words("PartitionKey RowKey Timestamp odata.etag");
    private static readonly FrozenSet<string> Tier = Words("kind epoch offset first published hash source received committed");
    private static readonly FrozenSet<string> Raw = Words("topic provider target turn received source body");
    private static readonly FrozenSet<string> Order = Words("target claim due");

    /// <summary>Takes from a row what the earlier version does not know.</summary>
    /// <returns>How much that was.</returns>
    public static int Drop(string table, JsonObject row)
    {
        var known = (table, (string?)row["PartitionKey"]) switch
        {
            ("topics", _) => (string?)row["RowKey"] == "head" ? Head : Update,
            ("recent", _) => Recent,
            ("targets", "targets") => Target,
            ("owed", _) => Always,
            _ => null, // of rows that came later it knows nothing, and leaves them alone
        };
        if (known is null)
            return 0;
        var dropped = Drop(row, name => Always.Contains(name) || known.Contains(name.Split('@')[0]));
        if ((string?)row["Tiers"] is not { } text)
            return dropped;
        var tiers = JsonNode.Parse(text)!.AsObject();
        dropped += tiers.Sum(static tier => Drop(tier.Value!.AsObject(), Tier.Contains));
        row["Tiers"] = tiers.ToJsonString();
        return dropped;
    }

    /// <summary>Takes from a message of a hub what the earlier version does not know.</summary>
    /// <returns>How much that was.</returns>
    public static int Drop(JsonObject message) => Drop(message, message.ContainsKey("claim") ? Order.Contains : Raw.Contains);

    private static int Drop(JsonObject json, Predicate<string> isKnown)
    {
        string[] unknown = [.. json.Select(static member => member.Key).Where(name => !isKnown(name))];
        foreach (var name in unknown)
            json.Remove(name);
        return unknown.Length;
    }

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
