using LiveView.Handler.Connect;
using LiveView.Handler.Doors.Identity;

namespace LiveView.Handler.Doors.Entitlement;

/// <summary>Lets through to a tier whoever may have it. A name that is none passes: the route says what is wrong with it.</summary>
internal sealed class TierDoor(Entitlements entitlements, DoorMetrics metrics) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (CatchUpAddress.TryParse(http.Request.RouteValues["name"] as string ?? "", out var address)
            && !(await entitlements.OfAsync(http.Caller(), http.RequestAborted)).Allows(address.Value.Tier))
        {
            metrics.Refused("entitlement");
            return Refuse(http.Caller());
        }

        return await next(context);
    }

    /// <summary>Who did not say who they are may do so; who did may not have it.</summary>
    public static IResult Refuse(Caller caller, IReadOnlyList<string>? tiers = null) => caller.Subject is null
        ? Problems.Unauthorized("This is not public. Say who you are: Authorization: Bearer.", tiers)
        : Problems.Forbidden("You may not have this.", tiers);
}
