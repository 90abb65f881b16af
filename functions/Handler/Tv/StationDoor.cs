using LiveView.Handler.Doors;
using LiveView.Handler.Doors.Entitlement;

namespace LiveView.Handler.Tv;

/// <summary>Lets through to a station whoever may have any of its tiers. A name that is none passes: the route says what is wrong with it.</summary>
internal sealed class StationDoor(Entitlements entitlements, DoorMetrics metrics) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (Stations.TopicOf(http.Request.RouteValues["station"] as string ?? "") is { } topic
            && !(await entitlements.OfAsync(http.Caller(), http.RequestAborted)).Knows(topic))
        {
            metrics.Refused("entitlement");
            return TierDoor.Refuse(http.Caller());
        }

        return await next(context);
    }
}
