using System.Collections.Frozen;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Handler.Doors.Entitlement;

/// <summary>
/// Lets through to a recording whoever may have all that the answer can hold: of <c>?tier=</c> that tier, of anything else every tier of the feed.
/// A name that is none passes: the route says what is wrong with it.
/// </summary>
internal sealed class RecordingDoor(Entitlements entitlements, FrozenDictionary<string, IFeed> feeds, DoorMetrics metrics) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (Topic.TryParse(Uri.UnescapeDataString(http.Request.RouteValues["topic"] as string ?? ""), out var topic) && feeds.GetValueOrDefault(topic.Feed) is { } feed)
        {
            var access = await entitlements.OfAsync(http.Caller(), http.RequestAborted);
            string[] asked = [.. http.Request.Query["tier"].OfType<string>()];
            var tiers = feed.Tiers.Select(spec => topic.Tier(spec.Name));
            if (!tiers.Where(tier => asked.Length == 0 || asked.Contains(tier.Name, StringComparer.Ordinal)).All(access.Allows))
            {
                metrics.Refused("entitlement");
                return TierDoor.Refuse(http.Caller());
            }
        }

        return await next(context);
    }
}
