using LiveView.Core.Recovery;
using LiveView.Core.Topics;
using LiveView.Handler.State;

namespace LiveView.Handler.Connect;

/// <summary>
/// <c>?after={epoch}:{a}&amp;to={b}</c>: the updates after <c>a</c> up to <c>b</c>, the same to the byte for ever, so that every cache on the way
/// may keep them. What is not kept any more, or not there yet, is refused with the range, and that is not cacheable.
/// </summary>
internal sealed class CatchUpRange(SharedReads reads)
{
    /// <summary>The most updates of one page.</summary>
    public const int MaxUpdates = 1_000;

    public async Task<CatchUpReply> AskAsync(Tier tier, Position after, long to, string ifNoneMatch, CancellationToken token)
    {
        if (to <= after.Offset || to - after.Offset > MaxUpdates)
            return CatchUpReply.Refused($"A range reads ?after=epoch:offset&to=offset and holds 1 to {MaxUpdates} updates.");
        var etag = $"\"{after}-{to}\"";
        if (ifNoneMatch == etag)
            return new("current", StatusCodes.Status304NotModified) { ETag = etag, IsForever = true };
        long? first = null;
        while (true)
        {
            if (await reads.HeadAsync(tier.Topic, token) is not { Head: var head } || head.Tiers.GetValueOrDefault(tier.Name) is not { } now)
                return CatchUpReply.None;
            if (now.Position.Epoch != after.Epoch)
                return CatchUpReply.Gap(new(after.Offset + 1, to, GapReason.Epoch));
            if (to > now.Position.Offset)
                return CatchUpReply.Gap(new(Math.Max(after.Offset, now.Position.Offset) + 1, to, GapReason.Ahead));
            if (after.Offset + 1 < now.First)
                return CatchUpReply.Gap(new(after.Offset + 1, Math.Min(to, now.First - 1), GapReason.Retention));
            var updates = await reads.UpdatesAsync(tier, after.Epoch, after.Offset + 1, to, token);
            if (updates.Count == to - after.Offset)
                return new("range", StatusCodes.Status200OK, CatchUpJson.Updates(updates)) { ETag = etag, IsForever = true };
            // Left while it was read: then the window begins later now. Otherwise it is lost.
            if (first == now.First)
                return CatchUpReply.Gap(new(after.Offset + 1, to, GapReason.Lost));
            first = now.First;
        }
    }
}
