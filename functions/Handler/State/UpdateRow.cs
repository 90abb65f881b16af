using System.Globalization;
using LiveView.Cloud.Tables;
using LiveView.Core.Topics;
using LiveView.Core.Wire;

namespace LiveView.Handler.State;

/// <summary>An update as a table row beside its head: <c>u:{tier}:{offset:D12}</c>, so that a range of keys is a range of offsets.</summary>
internal static class UpdateRow
{
    public static string Key(string tier, long offset) => string.Create(CultureInfo.InvariantCulture, $"u:{tier}:{offset:D12}");

    public static TableEntity Write(Update update)
    {
        var row = new TableEntity(update.Tier.Topic.ToString(), Key(update.Tier.Name, update.Position.Offset)) { ["Epoch"] = update.Position.Epoch };
        Chunks.Write(row, "Body", UpdateJson.Write(update));
        return row;
    }

    public static StoredUpdate Read(TableEntity row) => new(
        new(
            row.GetString("Epoch") ?? throw new FormatException($"The update {row.PartitionKey} {row.RowKey} has no Epoch."),
            long.Parse(row.RowKey.AsSpan(row.RowKey.LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture)),
        Chunks.Read(row, "Body"));
}

/// <summary>A committed update: its position and the bytes that viewers get.</summary>
internal sealed record StoredUpdate(Position Position, ReadOnlyMemory<byte> Bytes);
