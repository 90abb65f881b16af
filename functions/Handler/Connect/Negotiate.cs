using System.Collections.Frozen;
using LiveView.Cloud.PubSub;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Feeds.Patients;
using LiveView.Handler.Doors;
using LiveView.Handler.Doors.Entitlement;
using LiveView.Handler.Doors.Limits;
using LiveView.Handler.Patients.Audit;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Connect;

/// <summary>
/// <c>POST /api/negotiate</c>: checks every tier that is asked for and mints a token that is a member of exactly these groups, so that
/// connecting asks for nothing but leave, and a viewer can join nothing else but tiers of a public feed.
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
        Entitlements entitlements,
        Admission admission,
        Address address,
        Overload overload,
        HttpContext context,
        Doorbell doorbell,
        TimeProvider time,
        CancellationToken token)
    {
        var (settings, caller) = (options.Value, context.Caller());
        if (settings.RequireAuth && caller.Subject is null)
            return Problems.Unauthorized("auth_required");
        if (request.Tiers is not { Length: > 0 } names)
            return Problems.Unprocessable("Ask for at least one tier: {\"tiers\":[\"feed:key/name\"]}.");
        if (names.Length > settings.MaxTiers)
            return Problems.Unprocessable($"One connection carries at most {settings.MaxTiers} tiers; {names.Length} were asked for. Open another connection.");
        // Who is nobody gets one row, and not one in the audit of every patient he makes up.
        foreach (var tier in names.Select(Parsed).OfType<Tier>().Where(static tier => tier.Topic.Feed == PatientsFeed.FeedName))
            context.Touches(caller.Subject is null ? PatientsFeed.FeedName : tier.Topic.ToString(), caller.Subject is null ? "/api/negotiate" : $"/api/negotiate {tier.Name}");
        var access = await entitlements.OfAsync(caller, token);
        if (access.IsRevoked)
            return TierDoor.Refuse(caller);
        var asked = AskedTiers.Of(names, feeds, access);
        if (asked.Refusal is { } refusal)
            return refusal;
        var tiers = asked.Granted;
        if (tiers.Sum(static tier => tier.Group.Length) > MaxNames)
            return Problems.Unprocessable($"The names of these tiers are together longer than {MaxNames} characters. Open another connection for some.");
        if (await overload.WaitAsync(token) is { } behind)
            return Problems.Unavailable("Live View is behind; those who watch are served first.", behind);
        var lifetime = TimeSpan.FromMinutes(settings.TokenMinutes);
        var expires = time.GetUtcNow() + lifetime;
        var admitted = await admission.EnterAsync(caller, address.Of(context.Request), tiers.Select(FeedOf).Distinct(StringComparer.Ordinal), lifetime, token);
        if (admitted.Lease is not { } lease)
            return admitted.Limit == "feed" ? Problems.Unavailable("The feed has as many viewers as it may have.", admitted.Wait) : Problems.TooMany("Too many connections.", admitted.Wait);
        // Whoever is refused rings no bell: what he made up is not watched.
        if (!await doorbell.RingAsync(tiers.Select(static tier => Tier.Parse(tier.Group).Topic), token))
        {
            await admission.ReturnAsync(lease, token);
            return Problems.Unavailable("More topics are watched than can be.", TimeSpan.FromMinutes(1));
        }

        var url = await pubsub.GetClientAccessUriAsync(
            lifetime,
            userId: caller.Subject,
            roles: Rights(tiers, access),
            groups: [.. tiers.Select(static tier => tier.Group), .. lease.Buckets.Count > 0 ? [lease.Group] : Array.Empty<string>()],
            cancellationToken: token);
        return Results.Json(new NegotiateAnswer(url, expires, tiers, Resume), ConnectJson.Default.NegotiateAnswer);
    }

    // Of a public feed everything may be joined: one pattern says it, where a right for each group would double the token. Of others exactly
    // what was asked for and allowed.
    private static IEnumerable<string> Rights(IEnumerable<NegotiatedTier> tiers, Entitlements.Access access) => tiers
        .Select(tier => access.Settings.IsPublic(FeedOf(tier)) ? $"webpubsub.joinLeaveGroups.{FeedOf(tier)}:**" : $"webpubsub.joinLeaveGroup.{tier.Group}")
        .Distinct(StringComparer.Ordinal);

    private static Tier? Parsed(string name) => Tier.TryParse(name, out var tier) ? tier : null;

    private static string FeedOf(NegotiatedTier tier) => tier.Group[..tier.Group.IndexOf(':', StringComparison.Ordinal)];
}
