using LiveView.Core.Topics;

namespace LiveView.Handler.Doors.Entitlement;

/// <summary>Lets through to a topic whoever may have any of its tiers. A name that is none passes: the route says what is wrong with it.</summary>
internal sealed class TopicDoor(Entitlements entitlements, DoorMetrics metrics) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (Topic.TryParse(Uri.UnescapeDataString(http.Request.RouteValues["topic"] as string ?? ""), out var topic)
            && !(await entitlements.OfAsync(http.Caller(), http.RequestAborted)).Knows(topic))
        {
            metrics.Refused("entitlement");
            return TierDoor.Refuse(http.Caller());
        }

        return await next(context);
    }
}
