using System.Collections.Frozen;
using LiveView.Cloud.PubSub;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Connect;

/// <summary>
/// <c>POST /api/negotiate</c>: checks every tier that is asked for and mints a token that is a member of exactly these groups, so that
/// connecting costs no invocation and a viewer can join nothing else.
/// </summary>
internal static class Negotiate
{
    /// <summary>
    /// The token travels in a URL, which servers cut at 8 KB. It names every group, in base64: so many characters of names fit with
    /// room to spare.
    /// </summary>
    private const int MaxNames = 4_000;

    private const string Resume = "/api/tiers/{tier}";

    public static async Task<IResult> HandleAsync(
        NegotiateRequest request,
        FrozenDictionary<string, IFeed> feeds,
        WebPubSubServiceClient pubsub,
        IOptionsSnapshot<ConnectOptions> options,
        Doorbell doorbell,
        TimeProvider time,
        CancellationToken token)
    {
        var settings = options.Value;
        if (request.Tiers is not { Length: > 0 } names)
            return Problems.Unprocessable("Ask for at least one tier: {\"tiers\":[\"feed:key/name\"]}.");
        if (names.Length > settings.MaxTiers)
            return Problems.Unprocessable($"One connection carries at most {settings.MaxTiers} tiers; {names.Length} were asked for. Open another connection.");
        List<NegotiatedTier> tiers = [];
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            if (!Tier.TryParse(name, out var tier))
                return Problems.Unprocessable("A tier reads feed:key/name.");
            if (feeds.GetValueOrDefault(tier.Topic.Feed)?.Tiers.FirstOrDefault(spec => spec.Name == tier.Name) is not { } spec)
                return Problems.NotFound($"The feed '{tier.Topic.Feed}' has no tier '{tier.Name}'.");
            if (!settings.PublicFeeds.Split(',', StringSplitOptions.TrimEntries).Contains(tier.Topic.Feed))
                return Problems.Unauthorized($"The feed '{tier.Topic.Feed}' is not public.");
            tiers.Add(new(name, spec.Kind, tier.ToString()));
        }

        if (tiers.Sum(static tier => tier.Group.Length) > MaxNames)
            return Problems.Unprocessable($"The names of these tiers are together longer than {MaxNames} characters. Open another connection for some.");
        if (!await doorbell.RingAsync(tiers.Select(static tier => Tier.Parse(tier.Group).Topic), token))
            return Problems.Busy("More topics are watched than can be.");
        var lifetime = TimeSpan.FromMinutes(settings.TokenMinutes);
        var expires = time.GetUtcNow() + lifetime;
        var url = await pubsub.GetClientAccessUriAsync(
            lifetime,
            userId: null,
            roles: Rights(tiers),
            groups: tiers.Select(static tier => tier.Group),
            cancellationToken: token);
        return Results.Json(new NegotiateAnswer(url, expires, tiers, Resume), ConnectJson.Default.NegotiateAnswer);
    }

    // Of a public feed everything may be joined: one pattern says it, where a right for each group would double the token.
    private static IEnumerable<string> Rights(IEnumerable<NegotiatedTier> tiers) =>
        tiers.Select(static tier => $"webpubsub.joinLeaveGroups.{Topic.Parse(tier.Tier[..tier.Tier.LastIndexOf('/')]).Feed}:**").Distinct(StringComparer.Ordinal);
}
