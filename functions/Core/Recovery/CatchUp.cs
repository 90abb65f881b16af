using LiveView.Core.Flow;
using LiveView.Core.Topics;

namespace LiveView.Core.Recovery;

/// <summary>What a viewer who stands somewhere is to be given. Never silence: a gap is said.</summary>
public abstract record CatchUp
{
    /// <summary>A viewer of a document who is further behind is given the document: it is shorter than its history.</summary>
    private const int MaxUpdates = 1_000;

    private CatchUp()
    {
    }

    /// <summary>The viewer has everything.</summary>
    public sealed record Current : CatchUp;

    /// <summary>Every update after the viewer's offset is kept.</summary>
    public sealed record Updates(long After) : CatchUp;

    /// <summary>The viewer gets the state: it has nothing yet, or less than is worth telling one by one.</summary>
    public sealed record Whole : CatchUp;

    /// <summary>Part of what the viewer has not seen is no longer kept; it gets the state, and is told what is missing.</summary>
    public sealed record Gap(Missing Missing) : CatchUp;

    /// <summary>Decides for a viewer who stands at <paramref name="after"/>; null means it has seen nothing.</summary>
    public static CatchUp Decide(TierHead tier, Position? after)
    {
        ArgumentNullException.ThrowIfNull(tier);
        return after switch
        {
            null => new Whole(),
            { } there when there.Epoch != tier.Position.Epoch => new Gap(new(there.Offset + 1, null, GapReason.Epoch)),
            { } there when there.Offset == tier.Position.Offset => new Current(),
            { } there when there.Offset > tier.Position.Offset => new Gap(new(tier.Position.Offset + 1, there.Offset, GapReason.Ahead)),
            { } there when tier.Kind == TierKind.State && there.Offset < tier.Position.Offset - MaxUpdates && there.Offset + 1 >= tier.First => new Whole(),
            { } there when there.Offset + 1 >= tier.First => new Updates(there.Offset),
            { } there => new Gap(new(there.Offset + 1, tier.First - 1, GapReason.Retention)),
        };
    }
}
