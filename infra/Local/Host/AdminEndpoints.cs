using System.Text;
using System.Text.Json;
using LiveView.Local.EventHubs;

namespace LiveView.Local.Host;

/// <summary>The host's own addresses, below <c>/admin</c>: status, a function by hand, drain and resume. No key is asked for, as with <c>func start</c>.</summary>
internal sealed class AdminEndpoints(
    IReadOnlyList<FunctionManifest> functions, IReadOnlyDictionary<string, TimerListener> timers, Invoker invoker, Listeners listeners, string hostId, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    public void Map(IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin");
        admin.MapGet("/host/ping", () => Results.Ok());
        admin.MapGet("/host/status", () => Results.Json(new
        {
            id = hostId,
            state = "Running",
            version = HostVersion.Number,
            versionDetails = $"{HostVersion.Number} (local)",
            processUptime = (long)time.GetElapsedTime(_started).TotalMilliseconds,
        }));
        admin.MapPost("/host/drain", async () =>
        {
            await listeners.DrainAsync();
            return Results.StatusCode(StatusCodes.Status202Accepted);
        });
        admin.MapGet("/host/drain/status", () => Results.Json(new
        {
            state = listeners.DrainState,
            outstandingInvocations = invoker.Outstanding,
            outstandingRetries = invoker.Retrying,
        }));
        admin.MapPost("/host/resume", () =>
        {
            listeners.Start();
            return Results.Json(new { state = "Running" });
        });
        admin.MapGet("/functions", () => Results.Json(functions.Select(function => new { name = function.Name, trigger = function.Trigger.GetType().Name })));
        admin.MapPost("/functions/{name}", RunAsync);
        // What is the host's own is never a function's, whatever its route.
        admin.Map("/{**path}", () => Results.NotFound());
        routes.Map("/runtime/{**path}", () => Results.NotFound());
    }

    /// <summary>Answers 202 and lets the function run, as the real host does; the outcome is in the log.</summary>
    private async Task<IResult> RunAsync(string name, HttpRequest request, CancellationToken token)
    {
        if (functions.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } function)
            return Results.NotFound();
        string input;
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: token);
            input = body.RootElement.TryGetProperty("input", out var value) ? value.ToString() : "";
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return Results.BadRequest("""The body must be JSON: {"input":"…"}.""");
        }
        return function.Trigger switch
        {
            TimerTrigger => Accept(function, envelope => timers[function.Name].Bind(envelope, isPastDue: false)),
            EventHubTrigger trigger => Accept(function, envelope =>
                EventEnvelope.Single(envelope, trigger, "0", new(0, 0, time.GetUtcNow(), new EventData(Encoding.UTF8.GetBytes(input))))),
            _ => Results.BadRequest("An HTTP function is called by its route."),
        };
    }

    private IResult Accept(FunctionManifest function, Func<Envelope, Envelope> build)
    {
        invoker.ExecuteUnattended(function, build);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }
}
