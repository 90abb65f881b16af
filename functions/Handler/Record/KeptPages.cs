using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Handler.State;

namespace LiveView.Handler.Record;

/// <summary>
/// Pages of what is kept of a tier, recorded or not: its updates as records, numbered by their offsets. The first of a document's page is whole,
/// so that who has nothing yet can begin there.
/// </summary>
internal sealed class KeptPages(TopicStore store, SharedReads reads, PastStates past)
{
    /// <summary>A page, as JSON.</summary>
    /// <returns>Null when not all of it is kept, or it is of another history.</returns>
    public async Task<byte[]?> ReadAsync(Tier tier, string? epoch, long from, long to, CancellationToken token)
    {
        var kept = await store.ReadAsync(tier, from, to, token);
        if (kept.Count != to - from + 1 || !kept.All(update => update.Position.Epoch == epoch) || await WholeAsync(tier, kept[0], token) is not { } first)
            return null;
        IEnumerable<(long Offset, ReadOnlyMemory<byte> Bytes)> updates = [(from, first), .. kept.Skip(1).Select(static update => (update.Position.Offset, update.Bytes))];
        return RecordingJson.Page(
            new(tier.Topic, RecordingPart.Updates), from, to, RecordingTail.Empty,
            updates.Select(static update => (update.Offset, (ReadOnlyMemory<byte>)RecordLine.Update(update.Offset, update.Bytes).AsMemory()[..^1])));
    }

    private async Task<ReadOnlyMemory<byte>?> WholeAsync(Tier tier, StoredUpdate first, CancellationToken token)
    {
        if (UpdateJson.Read(first.Bytes).Kind != UpdateKind.Patch)
            return first.Bytes;
        if (await reads.HeadAsync(tier.Topic, isNew: true, token) is not { Head: var head } || head.Tiers.GetValueOrDefault(tier.Name) is not { } now || now.Position.Epoch != first.Position.Epoch)
            return null;
        return await past.DocumentAsync(tier, head, now, first.Position.Offset, token) is { } whole ? UpdateJson.Write(whole) : null;
    }
}
