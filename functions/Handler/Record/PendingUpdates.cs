using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Handler.State;

namespace LiveView.Handler.Record;

/// <summary>What is committed and not recorded yet. The truth is the table's; a recording only ever follows it.</summary>
internal sealed class PendingUpdates(TopicStore store)
{
    /// <summary>Updates of a tier that are read at once.</summary>
    private const int Most = 500;

    /// <summary>The next of them in the order of their commits; none when the recording has everything.</summary>
    public async Task<IReadOnlyList<Pending>> ReadAsync(Head head, RecordingTail tail, CancellationToken token)
    {
        List<Queue<Pending>> tiers = [];
        foreach (var (name, now) in head.Tiers)
            tiers.Add(new(await ReadAsync(head, head.Topic.Tier(name), now, tail.Tiers.GetValueOrDefault(name), token)));
        List<Pending> merged = [];
        // Within a tier the order is that of the offsets, whatever the clocks said.
        while (tiers.Where(static tier => tier.Count > 0).MinBy(static tier => tier.Peek().At) is { } earliest)
            merged.Add(earliest.Dequeue());
        return merged;
    }

    /// <summary>Whether the head has anything that the recording has not.</summary>
    public static bool Any(Head head, RecordingTail tail) =>
        head.Tiers.Any(tier => tail.Tiers.GetValueOrDefault(tier.Key)?.Position != tier.Value.Position);

    private async Task<IReadOnlyList<Pending>> ReadAsync(Head head, Tier tier, TierHead now, TierTail? known, CancellationToken token)
    {
        var from = known?.Position.Epoch == now.Position.Epoch ? known.Position.Offset + 1 : 1;
        if (from > now.Position.Offset)
            return [];
        List<Pending> pending = [];
        if (from < now.First)
        {
            // It left the window before we came. A document begins anew from the whole of it, a log goes on where it is kept.
            var to = now.Kind == TierKind.State ? now.Position.Offset - 1 : now.First - 1;
            pending.Add(new Pending.Gap(tier, now.Position.Epoch, from, to, now.At.Committed, "retention"));
            if (now.Kind == TierKind.State)
            {
                pending.Add(new Pending.Kept(RecordedUpdate.Read(Whole(head, tier, now))));
                return pending;
            }

            from = now.First;
        }

        var rows = await store.ReadAsync(tier, from, Math.Min(now.Position.Offset, from + Most - 1), token);
        if (rows is [] || rows[0].Position.Offset != from)
        {
            // Trimmed while we read, or damaged. What was trimmed the next look sees, by a later head; until then nothing is said, a gap neither.
            if (pending.Count > 0 || (await store.LoadAsync(tier.Topic, token))?.Head.Tiers.GetValueOrDefault(tier.Name) is not { } later || later.First > from || later.Position.Epoch != now.Position.Epoch)
                return [];
            if (now.Kind == TierKind.State)
                return [Lost(now.Position.Offset - 1), new Pending.Kept(RecordedUpdate.Read(Whole(head, tier, now)))];
            if (rows is [])
                return [];
            pending.Add(Lost(rows[0].Position.Offset - 1));
            from = rows[0].Position.Offset;
        }

        foreach (var stored in rows)
        {
            if (stored.Position.Offset != from++)
                break; // the next look says what became of it
            pending.Add(new Pending.Kept(RecordedUpdate.Read(stored.Bytes)));
        }

        return pending;

        Pending.Gap Lost(long to) => new(tier, now.Position.Epoch, from, to, now.At.Committed, "lost");
    }

    private static ReadOnlyMemory<byte> Whole(Head head, Tier tier, TierHead now) => UpdateJson.Write(new()
    {
        Tier = tier,
        Position = now.Position,
        Kind = UpdateKind.State,
        Data = head.State.Documents[tier.Name],
        Hash = now.Hash,
        At = now.At,
    });
}

/// <summary>Something to be recorded.</summary>
/// <param name="At">When it was committed.</param>
internal abstract record Pending(DateTimeOffset At)
{
    /// <summary>An update.</summary>
    internal sealed record Kept(RecordedUpdate Update) : Pending(Update.Committed);

    /// <summary>Updates that are no longer kept, or cannot be read. Something of the tier follows it in the same look.</summary>
    internal sealed record Gap(Tier Tier, string Epoch, long From, long To, DateTimeOffset At, string Reason) : Pending(At);
}
