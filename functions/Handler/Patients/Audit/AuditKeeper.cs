using System.Globalization;
using Azure;
using LiveView.Core.Topics;
using LiveView.Feeds.Patients;
using LiveView.Handler.Connect;
using LiveView.Handler.Doors.Identity;

namespace LiveView.Handler.Patients.Audit;

/// <summary>
/// Stands before all doors and writes every request about a patient into the audit, whatever becomes of it. The answer is held back until its
/// row is kept: what cannot be written down is not given.
/// <code>
///   request ─▶ the doors ─▶ the route ─▶ answer, held ─▶ row ─┬─ kept ─▶ answer
///                                                             └─ not kept ─▶ 503, nothing of the answer
/// </code>
/// </summary>
internal sealed partial class AuditKeeper(AuditChain chain, ILogger<AuditKeeper> log) : IMiddleware
{
    private const int MaxReason = 200;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || context.GetEndpoint() is not RouteEndpoint endpoint || !MayTouch(context, endpoint))
        {
            await next(context);
            return;
        }

        var (wire, answer) = (context.Response.Body, new MemoryStream());
        context.Response.Body = answer;
        try
        {
            await next(context);
        }
        catch (Exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError; // what the handler of exceptions will say
            await KeepAsync(context, Accesses.Of(context));
            throw;
        }
        finally
        {
            context.Response.Body = wire;
        }

        if (Accesses.Of(context) is { Count: > 0 } touched)
        {
            context.Response.Headers.CacheControl = "no-store"; // nothing of a patient lies in a cache
            if (!await KeepAsync(context, touched))
                return;
        }

        answer.Position = 0;
        await answer.CopyToAsync(wire, context.RequestAborted);
    }

    private async Task<bool> KeepAsync(HttpContext context, IEnumerable<(string Chain, string What)> touched)
    {
        try
        {
            foreach (var (whom, what) in touched)
                await chain.AppendAsync(new(Who(context), $"{context.Request.Method} {what}", whom, Why(context.Request), Decision(context.Response.StatusCode)), CancellationToken.None);
            return true;
        }
        catch (Exception failure) when (failure is RequestFailedException or TimeoutException or TaskCanceledException)
        {
            Log.Unwritten(log, failure);
            context.Response.Clear();
            await Problems.Unavailable("It could not be written down, so it is not given.", TimeSpan.FromSeconds(1)).ExecuteAsync(context);
            return false;
        }
    }

    /// <summary>Whether the request may be about patients; what its path names is noted.</summary>
    private static bool MayTouch(HttpContext context, RouteEndpoint endpoint)
    {
        var (values, query, route) = (context.Request.RouteValues, context.Request.Query, endpoint.RoutePattern.RawText ?? "");
        if (values["name"] is string name && CatchUpAddress.TryParse(name, out var address))
            Note(context, address.Value.Tier.Topic, $"{route} {address.Value.Tier.Name}");
        if (values["topic"] is string text && Topic.TryParse(Uri.UnescapeDataString(text), out var topic))
            Note(context, topic, route);
        if (values["feed"] is PatientsFeed.FeedName)
            context.Touches(PatientTopic.TryParse(values["key"] as string, out var pushed) ? pushed.ToString() : PatientsFeed.FeedName, route);
        if (values["patient"] is string id)
            context.Touches(PatientTopic.TryParse(id, out var patient) ? patient.ToString() : PatientsFeed.FeedName, route);
        if (values["chain"] is string chain && Uri.UnescapeDataString(chain) is var named && AuditEndpoint.IsChain(named))
            context.Touches(named, route);
        if (route is "/api/audit")
            context.Touches(PatientsFeed.FeedName, route); // it names them all
        if (query["feed"] == PatientsFeed.FeedName || (query["pattern"].ToString().StartsWith($"{PatientsFeed.FeedName}:", StringComparison.Ordinal)))
            context.Touches(PatientsFeed.FeedName, route);
        // What is asked for at negotiate stands in the body: the route notes it.
        return Accesses.Of(context).Count > 0 || route is "/api/negotiate" or "/api/ws-token";
    }

    private static void Note(HttpContext context, Topic topic, string what)
    {
        if (topic.Feed == PatientsFeed.FeedName)
            context.Touches(topic.ToString(), what);
    }

    private static string Who(HttpContext context) => context.Items[typeof(Caller)] switch
    {
        Caller { Subject: { } subject } => subject,
        Caller => "nobody",
        _ when context.Request.RouteValues["feed"] is PatientsFeed.FeedName => "device",
        _ => "unproven",
    };

    private static string Why(HttpRequest request) =>
        request.Headers["X-Purpose"].ToString() is { Length: > 0 and <= MaxReason } purpose && purpose.All(static letter => letter is >= ' ' and <= '~') ? purpose : "care";

    private static string Decision(int status) => string.Create(CultureInfo.InvariantCulture, $"{status switch
    {
        < 400 => "allowed",
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => "denied",
        _ => "failed",
    }} {status}");

    private static partial class Log
    {
        [LoggerMessage(7500, LogLevel.Error, "An access could not be written into the audit, and was not given.")]
        public static partial void Unwritten(ILogger logger, Exception failure);
    }
}
