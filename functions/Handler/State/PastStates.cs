using LiveView.Core.Canonical;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Core.Wire;

namespace LiveView.Handler.State;

/// <summary>
/// The documents that a topic had: decision 0008. Every kept update knows how to undo itself, and everything after a kept update is kept
/// too, so a way back leads from the head, or from a whole document on the way, to each of them.
/// </summary>
internal sealed class PastStates(SharedReads reads, TopicStore store)
{
    /// <summary>Updates that are read at once; about so far away is the next whole document.</summary>
    private const int Step = 51;

    /// <summary>The update at an offset, with the whole document after it in place of its patch.</summary>
    /// <returns>Null when a row on the way is gone, or the document is not the one that was committed.</returns>
    public async Task<Update?> DocumentAsync(Tier tier, Head head, TierHead now, long offset, CancellationToken token)
    {
        List<StoredTrail> way = [];
        for (var next = offset; next <= now.Position.Offset; next += Step)
        {
            way.AddRange(await store.ReadTrailsAsync(tier, next, Math.Min(next + Step - 1, now.Position.Offset), token));
            if (way.FindIndex(static step => !Whole(step).IsEmpty) is >= 0 and var at)
                return Back(way, at, Whole(way[at]), offset);
        }

        return way.Count == 0 || way[^1].Update.Position != now.Position ? null : Back(way, way.Count - 1, head.State.Documents[tier.Name], offset);
    }

    /// <summary>The kept entries of a log up to an offset, as one update.</summary>
    /// <returns>Null when a row is gone, or the entries are not those that were committed.</returns>
    public async Task<Update?> EntriesAsync(Tier tier, TierHead now, long offset, CancellationToken token)
    {
        var kept = await reads.UpdatesAsync(tier, now.Position.Epoch, now.First, offset, token);
        if (kept.Count != offset - now.First + 1)
            return null;
        var last = UpdateJson.Read(kept[^1].Bytes);
        var entries = LogEntries.Join(kept);
        // The chain up to the first kept update is known only by that update's own hash.
        var hash = now.First == 1 ? StateHash.Origin : UpdateJson.Read(kept[0].Bytes).Hash;
        foreach (var entry in now.First == 1 ? LogEntries.Split(entries) : LogEntries.Split(LogEntries.Join([.. kept.Skip(1)])))
            hash = StateHash.Chain(hash, entry.Span);
        return hash == last.Hash ? last with { Data = entries } : null;
    }

    /// <summary>The last update that was committed at a time or before it; 0 when no kept one was.</summary>
    /// <returns>Null when a row is gone.</returns>
    public async Task<long?> OffsetAsync(Tier tier, TierHead now, DateTimeOffset time, CancellationToken token)
    {
        // Times of a topic never go back, so halving finds it. The pages that are read on the way are remembered.
        var (low, high) = (now.First - 1, now.Position.Offset);
        while (low < high)
        {
            var middle = high - ((high - low) / 2);
            if (await reads.UpdatesAsync(tier, now.Position.Epoch, middle, middle, token) is not [var update])
                return null;
            if (UpdateJson.Read(update.Bytes).At.Committed <= time)
                low = middle;
            else
                high = middle - 1;
        }

        return low < now.First ? 0 : low;
    }

    private static Update? Back(List<StoredTrail> way, int from, ReadOnlyMemory<byte> document, long offset)
    {
        if (way[0].Update.Position.Offset != offset || way[from].Update.Position.Offset != offset + from)
            return null;
        for (var i = from; i > 0; i--)
            document = way[i].Trail.Before(document);
        var update = UpdateJson.Read(way[0].Update.Bytes);
        return StateHash.Of(document.Span) == update.Hash ? update with { Kind = UpdateKind.State, Data = document } : null;
    }

    /// <summary>The document after an update where its row holds it, else nothing.</summary>
    private static ReadOnlyMemory<byte> Whole(StoredTrail step)
    {
        if (!step.Trail.Whole.IsEmpty)
            return step.Trail.Whole;
        var update = UpdateJson.Read(step.Update.Bytes);
        return update.Kind == UpdateKind.State ? update.Data : default;
    }
}
