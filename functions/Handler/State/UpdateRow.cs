using System.Globalization;
using LiveView.Cloud.Tables;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Core.Wire;

namespace LiveView.Handler.State;

/// <summary>
/// An update as a table row beside its head: <c>u:{tier}:{offset:D12}</c>, so that a range of keys is a range of offsets. What leads back
/// from it lies in the same row, and leaves with it.
/// </summary>
internal static class UpdateRow
{
    public static string Key(string tier, long offset) => string.Create(CultureInfo.InvariantCulture, $"u:{tier}:{offset:D12}");

    public static TableEntity Write(Update update, Trail trail)
    {
        var row = new TableEntity(update.Tier.Topic.ToString(), Key(update.Tier.Name, update.Position.Offset)) { ["Epoch"] = update.Position.Epoch };
        Chunks.Write(row, "Body", UpdateJson.Write(update));
        Chunks.Write(row, "Sources", SourcesJson.Write(trail.Sources));
        if (!trail.Undo.IsEmpty)
            Chunks.Write(row, trail.UndoKind == UpdateKind.Patch ? "Undo" : "Before", trail.Undo);
        if (!trail.Whole.IsEmpty)
            Chunks.Write(row, "Whole", trail.Whole);
        return row;
    }

    /// <summary>Reads the update; null when the row is damaged.</summary>
    public static StoredUpdate? Read(TableEntity row) => row.GetString("Epoch") is { } epoch && row.ContainsKey("Body0")
        ? new(new(epoch, Offset(row)), Chunks.Read(row, "Body"))
        : null;

    /// <summary>Reads what leads back from the update; null when the row is damaged.</summary>
    public static StoredTrail? ReadTrail(TableEntity row)
    {
        if (Read(row) is not { } update)
            return null;
        var before = Chunks.Find(row, "Before");
        var trail = new Trail
        {
            UndoKind = before.IsEmpty ? UpdateKind.Patch : UpdateKind.State,
            Undo = before.IsEmpty ? Chunks.Find(row, "Undo") : before,
            Whole = Chunks.Find(row, "Whole"),
            Sources = [],
        };
        return new(update, trail, Chunks.Find(row, "Sources"));
    }

    private static long Offset(TableEntity row) =>
        long.Parse(row.RowKey.AsSpan(row.RowKey.LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture);
}

/// <summary>A committed update: its position and the bytes that viewers get.</summary>
internal sealed record StoredUpdate(Position Position, ReadOnlyMemory<byte> Bytes);

/// <summary>A committed update with what leads back from it. The sources are left as they are told.</summary>
internal sealed record StoredTrail(StoredUpdate Update, Trail Trail, ReadOnlyMemory<byte> Sources);
