using System.Globalization;
using LiveView.Core.Flow;
using LiveView.Core.Recovery;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Handler.State;

namespace LiveView.Handler.Connect;

/// <summary>
/// <c>/at?offset=42</c>, <c>/at?offset={epoch}:42</c> or <c>/at?time=2026-11-20T19:41:07Z</c>: the state that a tier had, proven by the hash that was
/// committed with it. A document is whole; of a log it is the kept entries up to there. An instant means the last update committed
/// by then.
/// </summary>
internal sealed class CatchUpMoment(SharedReads reads, PastStates past, TimeProvider time)
{
    private const string Usage = "Say when: ?offset=42, ?offset=epoch:42 or ?time=2026-11-20T19:41:07Z.";

    public async Task<CatchUpReply> AskAsync(Tier tier, string? offset, string? instant, CancellationToken token)
    {
        if ((offset is null) == (instant is null) || ReadOffset(offset) is not { } position || ReadTime(instant) is not { } when)
            return CatchUpReply.Refused(Usage);
        if (instant is not null && when > time.GetUtcNow())
            return CatchUpReply.Refused("That is still to come.");
        long? first = null;
        while (true)
        {
            if (await reads.HeadAsync(tier.Topic, token) is not { Head: var head } || head.Tiers.GetValueOrDefault(tier.Name) is not { } now)
                return CatchUpReply.None;
            if (position.Epoch.Length > 0 && position.Epoch != now.Position.Epoch)
                return CatchUpReply.Gap(new(position.Offset, position.Offset, GapReason.Epoch));
            var wanted = instant is null ? position.Offset : await past.OffsetAsync(tier, now, when, token);
            if (wanted < now.First)
                return wanted == 0 && now.First == 1 ? CatchUpReply.None : CatchUpReply.Gap(new(Math.Max(1, wanted.Value), now.First - 1, GapReason.Retention));
            if (wanted > now.Position.Offset)
                return CatchUpReply.Gap(new(now.Position.Offset + 1, wanted, GapReason.Ahead));
            if (wanted is { } there && await StateAsync(tier, head, now, there, token) is { Length: > 0 } state)
                return Reply(now, there, state, isForever: position.Epoch.Length > 0);
            if (first == now.First)
                return CatchUpReply.Gap(new(wanted ?? now.First, wanted ?? now.Position.Offset, GapReason.Lost));
            first = now.First;
        }
    }

    // What a log tells depends on where its window begins, so only a document is for ever.
    private static CatchUpReply Reply(TierHead now, long offset, byte[] state, bool isForever) =>
        new("moment", StatusCodes.Status200OK, CatchUpJson.State(state))
        {
            ETag = now.Kind == TierKind.State ? $"\"{now.Position.Epoch}:{offset}\"" : $"\"{now.Position.Epoch}:{now.First}-{offset}\"",
            IsForever = isForever && now.Kind == TierKind.State,
        };

    private Task<byte[]> StateAsync(Tier tier, Head head, TierHead now, long offset, CancellationToken token) =>
        reads.AnswerAsync(("at", now.Position with { Offset = offset }, tier, now.Kind == TierKind.State ? 0 : now.First), async () =>
        {
            var update = now.Kind switch
            {
                TierKind.State => await past.DocumentAsync(tier, head, now, offset, CancellationToken.None),
                TierKind.Log => await past.EntriesAsync(tier, now, offset, CancellationToken.None),
            };
            return update is null ? [] : UpdateJson.Write(update).ToArray();
        }, token);

    /// <summary>Reads <c>42</c> as a position of any history.</summary>
    private static Position? ReadOffset(string? text) =>
        text is null ? new("", 1)
        : Position.TryParse(text, out var position) && position.Offset > 0 ? position
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) && offset > 0 ? new("", offset)
        : null;

    private static DateTimeOffset? ReadTime(string? text) =>
        text is null ? DateTimeOffset.MinValue
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : null;
}
