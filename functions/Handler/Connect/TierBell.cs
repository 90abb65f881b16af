namespace LiveView.Handler.Connect;

/// <summary>Notes that somebody wants a tier, before its head is read: see <see cref="Deliver.Audience"/>.</summary>
internal sealed class TierBell(Doorbell doorbell) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return !CatchUpAddress.TryParse(http.Request.RouteValues["name"] as string ?? "", out var address)
            || await doorbell.RingAsync([address.Value.Tier.Topic], http.RequestAborted)
            ? await next(context)
            : Problems.Unavailable("More topics are watched than can be.", TimeSpan.FromMinutes(1));
    }
}
