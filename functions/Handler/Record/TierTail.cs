using System.Text.Json;
using LiveView.Core.Canonical;
using LiveView.Core.Topics;
using LiveView.Core.Wire;

namespace LiveView.Handler.Record;

/// <summary>Where a tier stands after its last record: enough to go on from, and to prove what comes next.</summary>
internal sealed record TierTail(Position Position, string Hash, ReadOnlyMemory<byte>? Document, DateTimeOffset Committed)
{
    /// <summary>The tier after one more update.</summary>
    /// <exception cref="FormatException">The update does not follow, or its hash does not prove it.</exception>
    public static TierTail After(TierTail? before, RecordedUpdate update)
    {
        var follows = before?.Position.Epoch == update.Position.Epoch && update.Position.Offset == before.Position.Offset + 1;
        ReadOnlyMemory<byte>? document = null;
        var hash = "";
        switch (update.Kind)
        {
            case "state":
                document = update.Data;
                hash = StateHash.Of(update.Data.Span);
                break;
            case "patch" when follows && before?.Document is { } known:
                document = MergePatch.Apply(known, update.Data);
                hash = StateHash.Of(document.Value.Span);
                break;
            case "events" when follows || update.Position.Offset == 1:
                hash = Chain(follows ? before!.Hash : StateHash.Origin, update.Data); // it follows something
                break;
            case "events":
                hash = update.Hash; // after a gap there is no chain to prove it by
                break;
            default:
                throw new FormatException($"{update.Tier} {update.Position} does not follow {before?.Position}.");
        }

        return hash == update.Hash
            ? new(update.Position, hash, document, update.Committed)
            : throw new FormatException($"{update.Tier} {update.Position} hashes to {hash}, not {update.Hash}.");
    }

    /// <summary>The tier as an update from which a replay may begin: its document, or no entries at its position.</summary>
    public ReadOnlyMemory<byte> Base(Tier tier) => UpdateJson.Write(new()
    {
        Tier = tier,
        Position = Position,
        Kind = Document is null ? UpdateKind.Events : UpdateKind.State,
        Data = Document ?? "[]"u8.ToArray(),
        Hash = Hash,
        At = new(null, Committed, Committed),
    });

    /// <summary>The tier as <see cref="Base"/> wrote it.</summary>
    public static TierTail OfBase(RecordedUpdate update) =>
        new(
            update.Position,
            update.Hash,
            update.Kind == "state" ? update.Data : (ReadOnlyMemory<byte>?)null, // without its type, null would become the memory of no bytes
            update.Committed);

    private static string Chain(string hash, ReadOnlyMemory<byte> entries)
    {
        using var array = JsonDocument.Parse(entries);
        foreach (var entry in array.RootElement.EnumerateArray())
            hash = StateHash.Chain(hash, System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(entry));
        return hash;
    }
}
