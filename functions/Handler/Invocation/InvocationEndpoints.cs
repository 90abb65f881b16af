using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace LiveView.Handler.Invocation;

/// <summary>
/// The one place that knows the custom-handler protocol: the host posts an envelope to <c>/{function}</c>, a station sees a typed
/// value, and the answer is always a JSON body, for an empty one makes the host wait until it kills the process.
/// </summary>
internal static partial class InvocationEndpoints
{
    /// <summary>Below the host's function timeout of 5 minutes: at that the host kills the process and everything in flight with it.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    /// <summary>Maps a function with a timer trigger.</summary>
    public static void MapTimer(this IEndpointRouteBuilder app, string function, Func<TimerTick, CancellationToken, Task> run) =>
        app.Map(function, TimerTick.Read, run);

    /// <summary>Maps a function with an Event Hub trigger of cardinality many.</summary>
    public static void MapEvents(this IEndpointRouteBuilder app, string function, Func<EventBatch, CancellationToken, Task> run) =>
        app.Map(function, EventBatch.Read, run);

    private static void Map<T>(
        this IEndpointRouteBuilder app, string function, Func<JsonElement, T> read, Func<T, CancellationToken, Task> run) =>
        app.MapPost($"/{function}", (HttpContext context, ILoggerFactory logs, TimeProvider time) =>
            IsForwarded(context.Request)
                ? Task.FromResult(context.Response.StatusCode = StatusCodes.Status404NotFound)
                : AnswerAsync(context, function, read, run, logs.CreateLogger($"LiveView.{function}"), time))
            .WithMetadata(new DisableRequestSizeLimitAttribute()); // a batch may be larger than any request of a viewer; the host bounds it at 100 MB

    // The one route for HTTP takes every path, a function's name included. What came through it carries this header, which the host sets
    // itself; its own calls do not. So no stranger can hand us a batch of events.
    private static bool IsForwarded(HttpRequest request) => request.Headers.ContainsKey("X-Forwarded-Proto") || request.Headers.ContainsKey("X-Forwarded-Host");

#pragma warning disable CA1031 // whatever a function throws becomes a failed invocation, which the host retries; the process must live
    private static async Task AnswerAsync<T>(
        HttpContext context, string function, Func<JsonElement, T> read, Func<T, CancellationToken, Task> run, ILogger log, TimeProvider time)
    {
        var started = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        try
        {
            using var envelope = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: linked.Token);
            await run(read(envelope.RootElement), linked.Token);
        }
        catch (Exception failure)
        {
            Log.Failed(log, failure, function, time.GetElapsedTime(started).TotalMilliseconds);
            context.Response.StatusCode = failure is FormatException or JsonException
                ? StatusCodes.Status400BadRequest
                : StatusCodes.Status500InternalServerError;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{}", CancellationToken.None); // the host must hear it even when the deadline has passed
    }
#pragma warning restore CA1031

    private static partial class Log
    {
        [LoggerMessage(1000, LogLevel.Error, "{Function} failed after {Elapsed} ms; the host decides whether to call it again.")]
        public static partial void Failed(ILogger logger, Exception failure, string function, double elapsed);
    }
}
