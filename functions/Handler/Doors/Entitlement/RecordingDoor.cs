using System.Collections.Frozen;
using System.Globalization;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Handler.Doors.Entitlement;

/// <summary>
/// Lets through to a recording whoever may have all that the answer can hold: of a page of one tier that tier, of anything else every tier of the
/// feed. A topic that is none passes: the route says what is wrong with it.
/// </summary>
internal sealed class RecordingDoor(Entitlements entitlements, FrozenDictionary<string, IFeed> feeds, DoorMetrics metrics) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (Topic.TryParse(Uri.UnescapeDataString(http.Request.RouteValues["topic"] as string ?? ""), out var topic) && feeds.GetValueOrDefault(topic.Feed) is { } feed)
        {
            var access = await entitlements.OfAsync(http.Caller(), http.RequestAborted);
            var only = feed.Tiers.FirstOrDefault(spec => spec.Name == OnlyTier(http));
            if (!(only is null ? feed.Tiers : [only]).All(spec => access.Allows(topic.Tier(spec.Name))))
            {
                metrics.Refused("entitlement");
                return TierDoor.Refuse(http.Caller());
            }
        }

        return await next(context);
    }

    // The tier of a page that can hold no other; everything else that is asked with ?tier= is asked for the whole.
    private static string? OnlyTier(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<TierPages>() is { } pages && http.Request.Query[pages.Parameter] is [{ Length: > 0 } one] && IsNumber(http, "from") && IsNumber(http, "to") ? one : null;

    private static bool IsNumber(HttpContext http, string name) => long.TryParse(http.Request.Query[name].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out _);
}

/// <summary>Marks a route that answers <c>?tier=&amp;from=&amp;to=</c> with a page of that tier and nothing else.</summary>
/// <param name="Parameter">What the tier is asked by.</param>
internal sealed record TierPages(string Parameter);
