using LiveView.Cloud.PubSub;
using LiveView.Handler.Doors;
using LiveView.Handler.Ingest;

namespace LiveView.Handler.Telemetry;

/// <summary>
/// <c>GET /api/health</c>: the process lives. <c>GET /api/ready</c>: what it needs answers, each looked at with a deadline of its own.
/// Neither depends on a setting.
/// </summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/health", static () => Results.Text("""{"status":"healthy"}""", "application/json")).WithMetadata(Door.Open);
        app.MapGet("/api/healthz", static () => Results.Text("""{"status":"healthy"}""", "application/json")).WithMetadata(Door.Open);
        app.MapGet("/api/ready", ReadyAsync).WithMetadata(Door.Open);
    }

    private static async Task<IResult> ReadyAsync(
        TargetStore targets, WebPubSubServiceClient pubsub, TimeProvider time, CancellationToken token)
    {
        Part[] parts = await Task.WhenAll(
            LookAsync("store", time, async stop => await targets.ReadAsync(stop), token),
            LookAsync("pubsub", time, async stop => await pubsub.GroupExistsAsync("ready", stop), token));
        var ready = Array.TrueForAll(parts, static part => part.Healthy);
        return Results.Json(
            new Readiness(ready ? "ready" : "unready", parts),
            HealthJson.Default.Readiness,
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

#pragma warning disable CA1031 // whatever a dependency throws is what this page is there to tell
    private static async Task<Part> LookAsync(string name, TimeProvider time, Func<CancellationToken, Task> look, CancellationToken token)
    {
        var started = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, token);
        try
        {
            await look(linked.Token);
            return new(name, true, time.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (Exception)
        {
            return new(name, false, time.GetElapsedTime(started).TotalMilliseconds);
        }
    }
#pragma warning restore CA1031
}
