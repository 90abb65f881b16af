using LiveView.Core.Recovery;
using LiveView.Core.Topics;
using LiveView.Handler.State;

namespace LiveView.Handler.Connect;

/// <summary>
/// <c>/{offset}/sources</c>: the Raws that an update folds, with who said them, when, where they stand in the hub, and the hash of their bytes.
/// </summary>
internal sealed class CatchUpSources(SharedReads reads, TopicStore store)
{
    public async Task<CatchUpReply> AskAsync(Tier tier, long offset, CancellationToken token)
    {
        if (await reads.HeadAsync(tier.Topic, token) is not { Head: var head } || head.Tiers.GetValueOrDefault(tier.Name) is not { } now)
            return CatchUpReply.None;
        if (offset > now.Position.Offset)
            return CatchUpReply.Gap(new(now.Position.Offset + 1, offset, GapReason.Ahead));
        if (offset < now.First)
            return CatchUpReply.Gap(new(offset, now.First - 1, GapReason.Retention));
        var position = now.Position with { Offset = offset };
        var told = await reads.AnswerAsync(("sources", position, tier, 0L), async () =>
            await store.ReadTrailsAsync(tier, offset, offset, CancellationToken.None) is [{ Sources.IsEmpty: false } trail]
                ? CatchUpJson.Sources(tier, position, trail.Sources)
                : [], token);
        return told.Length > 0 ? CatchUpReply.At("sources", position, told) : CatchUpReply.Gap(new(offset, offset, GapReason.Lost));
    }
}
