using LiveView.Handler.Connect;
using LiveView.Handler.Doors.Entitlement;
using LiveView.Handler.Doors.Identity;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LiveView.Handler.Doors;

/// <summary>
/// Stands before every route under <c>/api</c>, in the order of what is cheapest to find out:
/// <code>
///   <see cref="FloodGate"/>: from where? ─ 403 ─▶ how often? ─ 429 ─▶ (the audit) ─▶
///   a door? ─ 404 ─▶ how big? ─ 413 ─▶ of which type? ─ 415 ─▶ who? ─ 401 ─▶ may they? ─ 403 ─▶ the route
/// </code>
/// </summary>
internal sealed partial class DoorKeeper(
    Callers callers,
    IOptionsMonitor<EntitlementOptions> entitlement,
    DoorMetrics metrics,
    ILogger<DoorKeeper> log) : IMiddleware
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // What is no route of ours is the framework's own answer: 404, 405, 415.
        if (!context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(context);
            return;
        }

        var refusal = endpoint.Metadata.GetMetadata<Door>() is { } door ? await RefuseAsync(context, door) : Problems.NotFound("There is no such door.");
        if (refusal is null)
            await next(context);
        else
            await refusal.ExecuteAsync(context);
    }

    private async ValueTask<IResult?> RefuseAsync(HttpContext context, Door door)
    {
        var request = context.Request;
        if (request.ContentLength > door.MaxBytes)
            return Refused("size", Problems.TooLarge(door.MaxBytes));
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = door.MaxBytes;
        if (HasBody(context) && !Reads(door, request))
            return Refused("type", Problems.WrongType(door.Types));
        if (door.Who == Entry.Service)
            return null;
        var verdict = await callers.IdentifyAsync(request, context.RequestAborted);
        if (verdict.Caller is not { } caller)
        {
            Log.AuthFailed(log, verdict.Refusal);
            return Refused($"token_{verdict.Refusal}", Problems.Unauthorized("The token does not prove who you are."));
        }

        context.Items[typeof(Caller)] = caller;
        return door.Who switch
        {
            Entry.Known or Entry.Administrator when caller.Subject is null => Refused("nobody", Problems.Unauthorized("Say who you are: Authorization: Bearer.")),
            Entry.Administrator when !caller.Roles.Contains(entitlement.CurrentValue.AdminRole) => Refused("role", Problems.Forbidden("Only an administrator may do this.")),
            _ => null,
        };
    }

    private IResult Refused(string reason, IResult problem)
    {
        metrics.Refused(reason);
        return problem;
    }

    private static bool HasBody(HttpContext context) =>
        context.Request.ContentLength is > 0 || context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } && context.Request.ContentLength is null;

    // Of the encodings only UTF-8 is read; a name that nobody knows would be found out too late.
    private static bool Reads(Door door, HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && door.Types.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
        && (type.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));

    private static partial class Log
    {
        [LoggerMessage(7100, LogLevel.Warning, "WS auth failed: {Reason}.")]
        public static partial void AuthFailed(ILogger logger, string? reason);
    }
}
