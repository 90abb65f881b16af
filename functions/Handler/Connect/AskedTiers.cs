using System.Collections.Frozen;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Handler.Doors.Entitlement;

namespace LiveView.Handler.Connect;

/// <summary>
/// The tiers that somebody asks to follow, each judged by itself. One that is refused refuses the whole, for nobody should believe that it is
/// followed; but all of them are named, so that who asks knows at once what to leave out, and asks once more and not tier by tier.
/// </summary>
/// <param name="Granted">Those that may be followed, in the order they were asked for.</param>
/// <param name="Refusal">What is said when one may not; null when all may.</param>
internal sealed record AskedTiers(IReadOnlyList<NegotiatedTier> Granted, IResult? Refusal)
{
    /// <summary>Judges each name.</summary>
    /// <param name="names">What is asked for.</param>
    /// <param name="feeds">What there is.</param>
    /// <param name="access">Who asks, and what may be had.</param>
    public static AskedTiers Of(IEnumerable<string> names, FrozenDictionary<string, IFeed> feeds, Entitlements.Access access)
    {
        List<NegotiatedTier> granted = [];
        List<(string Name, bool IsRight, Refused Why)> refused = [];
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            if (!Tier.TryParse(name, out var tier))
                refused.Add((name, false, static tiers => Problems.Unprocessable("A tier reads feed:key/name.", tiers)));
            else if (feeds.GetValueOrDefault(tier.Topic.Feed)?.Tiers.FirstOrDefault(spec => spec.Name == tier.Name) is not { } spec)
                refused.Add((name, false, tiers => Problems.NotFound($"The feed '{tier.Topic.Feed}' has no tier '{tier.Name}'.", tiers)));
            else if (!access.Allows(tier))
                refused.Add((name, true, tiers => TierDoor.Refuse(access.Caller, tiers)));
            else
                granted.Add(new(name, spec.Kind, tier.ToString()));
        }

        // In words the worst is said: who asks for what he has no right to is told so, and so is the audit, whatever else was asked for.
        var worst = refused.OrderByDescending(static one => one.IsRight).Select(static one => one.Why).FirstOrDefault();
        return new(granted, worst?.Invoke([.. refused.Select(static one => one.Name)]));
    }

    private delegate IResult Refused(IReadOnlyList<string> tiers);
}
