using LiveView.Handler.Doors;

namespace LiveView.Handler.Telemetry;

/// <summary>
/// <c>GET /api/health</c>: the process lives; with <c>?detail=1</c>, on what. <c>GET /api/ready</c>: what it needs answers. Neither depends
/// on a setting.
/// </summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        foreach (var path in new[] { "/api/health", "/api/healthz" })
            app.MapGet(path, Health).WithMetadata(Door.Open);
        app.MapGet("/api/ready", ReadyAsync).WithMetadata(Door.Open);
    }

    private static IResult Health(string? detail, TimeProvider time) =>
        Results.Json(new Health("healthy", detail == "1" ? Usage.Now(time) : null), HealthJson.Default.Health);

    private static async Task<IResult> ReadyAsync(ReadyCheck check, CancellationToken token)
    {
        var ready = await check.LookAsync(token);
        return Results.Json(
            ready, HealthJson.Default.Readiness, statusCode: ready.Status == "ready" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
