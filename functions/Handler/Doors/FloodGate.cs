using LiveView.Handler.Connect;
using LiveView.Handler.Doors.Limits;

namespace LiveView.Handler.Doors;

/// <summary>
/// Stands before everything that reads or writes, the audit too: from where somebody comes, and how often. A service of ours comes as often as it
/// must; but who comes through its door with a wrong proof has no more tries than others have requests.
/// </summary>
internal sealed class FloodGate(Origins origins, Attempts attempts, DoorMetrics metrics) : IMiddleware
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || context.GetEndpoint()?.Metadata.GetMetadata<Door>() is not { } door)
        {
            await next(context);
            return;
        }

        var isService = door.Who == Entry.Service;
        if (!isService && !origins.Allows(context.Request))
            await RefuseAsync(context, "origin", Problems.Forbidden("This page's origin is not one of ours."));
        else if ((isService ? attempts.RefuseWrong(context) : attempts.Refuse(context)) is { } wait)
            await RefuseAsync(context, "rate", Problems.TooMany("Too many requests from this address.", wait));
        else
            await next(context);
        if (isService && context.Response.StatusCode == StatusCodes.Status401Unauthorized)
            attempts.WasWrong(context);
    }

    private Task RefuseAsync(HttpContext context, string reason, IResult problem)
    {
        metrics.Refused(reason);
        return problem.ExecuteAsync(context);
    }
}
