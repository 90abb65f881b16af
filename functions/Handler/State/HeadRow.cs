using LiveView.Cloud.Tables;
using LiveView.Core.Feeds;
using LiveView.Core.Flow;
using LiveView.Core.Topics;

namespace LiveView.Handler.State;

/// <summary>The head of a topic as a table row: <c>PartitionKey</c> is the topic, <c>RowKey</c> is <c>head</c>.</summary>
internal static class HeadRow
{
    /// <summary>The row key. It sorts before the updates, which begin with <c>u</c>.</summary>
    public const string Key = "head";

    public static TableEntity Write(Head head, string? listedAs)
    {
        var row = new TableEntity(head.Topic.ToString(), Key)
        {
            ["Schema"] = HeadForms.Current,
            ["Title"] = head.State.Title,
            ["Phase"] = head.State.Phase.ToString(),
            ["Updated"] = head.Updated,
            ["CommitId"] = head.CommitId,
            ["FencePartition"] = head.Fence.Partition,
            ["FenceSequence"] = head.Fence.Sequence,
            ["FenceEnqueued"] = head.Fence.Enqueued,
            ["Turns"] = TurnsJson.Write(head.Turns),
            ["Tiers"] = TierHeadsJson.Write(head.Tiers),
            ["ListedAs"] = listedAs,
        };
        Chunks.Write(row, "State", DocumentsJson.Pack(head.State));
        return row;
    }

    /// <summary>Reads the row back.</summary>
    /// <exception cref="FormatException">The row was not written by us, or by a later version of us.</exception>
    public static StoredHead Read(TableEntity row)
    {
        row = HeadForms.Lift(row);
        var (documents, memory) = DocumentsJson.Unpack(Chunks.Read(row, "State"));
        var head = new Head
        {
            Topic = Topic.Parse(row.PartitionKey),
            State = new()
            {
                Title = Required(row, "Title"),
                Phase = Enum.Parse<Phase>(Required(row, "Phase")),
                Documents = documents,
                Memory = memory,
            },
            Fence = new(Required(row, "FencePartition"), row.GetInt64("FenceSequence") ?? 0, row.GetDateTimeOffset("FenceEnqueued") ?? default),
            Turns = TurnsJson.Read(row.GetString("Turns")),
            Tiers = TierHeadsJson.Read(Required(row, "Tiers")),
            CommitId = Required(row, "CommitId"),
            Updated = row.GetDateTimeOffset("Updated") ?? default,
        };
        return new(head, row.ETag) { ListedAs = row.GetString("ListedAs") };
    }

    private static string Required(TableEntity row, string name) =>
        row.GetString(name) ?? throw new FormatException($"The head of {row.PartitionKey} has no {name}.");
}
