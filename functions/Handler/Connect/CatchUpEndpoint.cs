using Microsoft.Extensions.Options;

namespace LiveView.Handler.Connect;

/// <summary>
/// <c>GET /api/tiers/{tier}</c>: what a viewer lacks, from the position in <c>If-None-Match</c> or <c>?after=</c>. The answer always says
/// which it is: 304, <c>updates</c>, <c>state</c>, <c>gap</c>, or 404 with <c>none</c> while the tier has no history. Beside it:
/// <code>
///   ?after={epoch}:{a}&amp;to={b}   the updates between two positions, cacheable for ever
///   /at?offset= or ?time=       the state that the tier had
///   /{offset}/sources           the raw payloads that an update folds
/// </code>
/// </summary>
internal static class CatchUpEndpoint
{
    public static async Task<IResult> HandleAsync(string name, HttpContext context, CatchUpDoor door, CatchUpMetrics metrics, IOptionsSnapshot<ConnectOptions> options, CancellationToken token)
    {
        if (!CatchUpAddress.TryParse(name, out var address))
            return Problems.Unprocessable("A tier reads feed:key/name.");
        var reply = await door.AskAsync(address.Value, context.Request, token);
        metrics.Answered(reply.Answer);
        return Result(reply, options.Value.Sharing(address.Value.Tier.Topic.Feed), context);
    }

    private static IResult Result(CatchUpReply reply, string sharing, HttpContext context)
    {
        var headers = context.Response.Headers;
        if (reply.Status == StatusCodes.Status503ServiceUnavailable)
            headers.RetryAfter = "1";
        if (reply.Problem is { } problem)
            return Results.Problem(problem, statusCode: reply.Status);
        headers.ETag = reply.ETag;
        // What is not for everybody stays in the reader's own cache.
        headers.CacheControl = reply.IsForever ? $"{sharing}, max-age=31536000, immutable" : reply.ETag is null ? "no-store" : "no-cache";
        var isKnown = reply is { Status: StatusCodes.Status200OK, ETag: { } etag } && context.Request.Headers.IfNoneMatch == etag;
        return isKnown || reply.Status == StatusCodes.Status304NotModified
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : new Bytes(reply.Status, reply.Body);
    }

    /// <summary>JSON bytes under any status, which no result of the framework is.</summary>
    private sealed record Bytes(int Status, ReadOnlyMemory<byte> Body) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = Status;
            httpContext.Response.ContentType = "application/json";
            httpContext.Response.ContentLength = Body.Length;
            await httpContext.Response.Body.WriteAsync(Body, httpContext.RequestAborted);
        }
    }
}
