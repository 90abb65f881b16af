using LiveView.Core.Flow;
using LiveView.Core.Recovery;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Handler.State;

namespace LiveView.Handler.Connect;

/// <summary>What a viewer lacks who stands somewhere: the updates, or the state, and what is missing is said.</summary>
internal sealed class CatchUpNow(SharedReads reads)
{
    /// <summary>While a viewer is reading, old updates may leave the window: then it is decided anew.</summary>
    private const int Attempts = 3;

    public async Task<CatchUpReply> AskAsync(Tier tier, Position? there, CancellationToken token)
    {
        long? first = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await reads.HeadAsync(tier.Topic, token) is not { Head: var head } || head.Tiers.GetValueOrDefault(tier.Name) is not { } now)
                return CatchUpReply.None;
            // Not there, and the window still begins where it did: it has not left, it is lost, and that is said.
            var saysLost = first == now.First;
            first = now.First;
            var reply = CatchUp.Decide(now, there) switch
            {
                CatchUp.Current => CatchUpReply.Current(now.Position),
                CatchUp.Updates(var from) => await UpdatesAsync(tier, head, now, from, saysLost, token),
                CatchUp.Gap(var missing) => await StateAsync(tier, head, now, missing, saysLost, token),
                _ => await StateAsync(tier, head, now, null, saysLost, token),
            };
            if (reply is not null)
                return reply;
        }

        return CatchUpReply.Busy;
    }

    private async Task<CatchUpReply?> UpdatesAsync(Tier tier, Head head, TierHead now, long from, bool saysLost, CancellationToken token)
    {
        var updates = await reads.UpdatesAsync(tier, now.Position.Epoch, from + 1, now.Position.Offset, token);
        if (updates.Count == now.Position.Offset - from)
            return CatchUpReply.At("updates", now.Position, CatchUpJson.Updates(updates));
        return saysLost ? await StateAsync(tier, head, now, Hole(updates, from + 1, now.Position.Offset), saysLost, token) : null;
    }

    private async Task<CatchUpReply?> StateAsync(Tier tier, Head head, TierHead now, Missing? missing, bool saysLost, CancellationToken token)
    {
        var update = new Update
        {
            Tier = tier,
            Position = now.Position,
            Kind = now.Kind == TierKind.State ? UpdateKind.State : UpdateKind.Events,
            Data = now.Kind == TierKind.State ? head.State.Documents[tier.Name] : default,
            Hash = now.Hash,
            At = now.At,
        };
        if (now.Kind == TierKind.State)
            return Reply(UpdateJson.Write(update), now, missing);
        var whole = await reads.AnswerAsync(("log", now.Position, tier, now.First), () => LogAsync(update, now), token);
        if (whole.Length > 0)
            return Reply(whole, now, missing);
        if (!saysLost)
            return null;
        var kept = await reads.UpdatesAsync(tier, now.Position.Epoch, now.First, now.Position.Offset, token);
        var hole = Hole(kept, now.First, now.Position.Offset);
        return Reply(UpdateJson.Write(update with { Data = LogEntries.Join(kept) }), now, missing is null ? hole : missing with { To = hole.To });
    }

    /// <summary>A whole log is laborious to make and the same for all who come, so it is made once.</summary>
    private async Task<byte[]> LogAsync(Update update, TierHead now)
    {
        var kept = await reads.UpdatesAsync(update.Tier, now.Position.Epoch, now.First, now.Position.Offset, CancellationToken.None);
        return kept.Count == now.Position.Offset - now.First + 1 ? UpdateJson.Write(update with { Data = LogEntries.Join(kept) }).ToArray() : [];
    }

    private static CatchUpReply Reply(ReadOnlyMemory<byte> state, TierHead now, Missing? missing) => missing is null
        ? CatchUpReply.At("state", now.Position, CatchUpJson.State(state))
        : CatchUpReply.At("gap", now.Position, CatchUpJson.Gap(missing, state));

    private static Missing Hole(IReadOnlyList<StoredUpdate> there, long from, long to)
    {
        var known = there.Select(static update => update.Position.Offset).ToHashSet();
        while (from < to && known.Contains(from))
            from++;
        while (to > from && known.Contains(to))
            to--;
        return new(from, to, GapReason.Lost);
    }
}
